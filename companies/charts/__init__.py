"""Charts of a page: data in, SVG text out. Fluid drawings without a viewBox, classes only (static/css)."""
