"""Writing SVG: elements with everything escaped, and numbers as short as they can be."""

from xml.sax.saxutils import escape, quoteattr

Attribute = str | int | float


def element(tag: str, *children: str, **attributes: Attribute) -> str:
    """Return an element. Children are markup: pass words through text() or label().

    class_ is class, text_anchor is text-anchor; other names keep their letters (viewBox).
    """
    written = "".join(f" {_name(name)}={quoteattr(short(value))}" for name, value in attributes.items())
    return f"<{tag}{written}>{''.join(children)}</{tag}>" if children else f"<{tag}{written}/>"


def text(words: str) -> str:
    """Return words as markup."""
    return escape(words)


def label(words: str, **attributes: Attribute) -> str:
    """Return a text element."""
    return element("text", text(words), **attributes)


def short(value: Attribute) -> str:
    """Return a number with at most two decimals and no trailing zeros; words as they are."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def per_cent(position: float) -> str:
    """Return a position of 0 to 100 as an SVG length."""
    return f"{short(float(position))}%"


def share_words(share: float) -> str:
    """Return a share as it is said: "34 %"; never 0 or 100 % where it is not."""
    if 0 < share < 0.005:
        return "<1 %"
    if 0.995 <= share < 1:
        return ">99 %"
    return f"{100 * share:.0f} %"


def described(ident: str, title: str, description: str = "") -> tuple[dict[str, Attribute], list[str]]:
    """Return the attributes and the first children that give a drawing its name and its description.

    ident must be unique on the page.
    """
    names = [f"{ident}-title"]
    children = [element("title", text(title), id=names[0])]
    if description:
        names.append(f"{ident}-desc")
        children.append(element("desc", text(description), id=names[1]))
    return {"role": "img", "aria_labelledby": " ".join(names)}, children


def _name(name: str) -> str:
    return name.rstrip("_").replace("_", "-")
