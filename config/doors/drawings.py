"""The door for drawings: the only place that calls markup safe.

The charts of `companies.charts` escape every text in them; nothing else may come through here.
"""

from django.utils.safestring import SafeString, mark_safe

_OPENS = ("<svg ", "<symbol ", "<pattern ")


def drawn(markup: str) -> SafeString:
    """A drawing of ours for a template. Raises ValueError for anything that is not one element of SVG; "" stays ""."""
    if markup and not markup.startswith(_OPENS):
        raise ValueError("Only drawings are safe.")
    return mark_safe(markup)  # nosec B308 B703
