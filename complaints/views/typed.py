"""What a person typed and could not save yet, kept in the session: through errors, and through sign-in."""

from typing import Any

from django.http import HttpRequest, QueryDict

LONGEST = 200_000  # characters of one form as it is sent: some ten times what its fields may hold
_BEGUN = "filing"
_TYPED = "typed"


def keep(request: HttpRequest, *, path: str = "", data: str | None = None) -> None:
    """Keep the form that was just sent for the page at `path`, usually the one it was sent to."""
    request.session[_TYPED] = {
        "path": path or request.path,
        "data": as_sent(request) if data is None else data,
    }


def take(request: HttpRequest) -> QueryDict | None:
    """What was kept for this page, once."""
    kept = request.session.get(_TYPED)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[_TYPED]
    return QueryDict(kept["data"])


def begun(request: HttpRequest) -> dict[str, Any]:
    """What was chosen and typed before there was a draft: `company`, `proposal`, `story`."""
    return dict(request.session.get(_BEGUN, {}))


def begin(request: HttpRequest, **parts: Any) -> None:
    """Keep more of it."""
    request.session[_BEGUN] = {**begun(request), **parts}


def forget(request: HttpRequest) -> None:
    """It became a draft."""
    request.session.pop(_BEGUN, None)


def as_sent(request: HttpRequest) -> str:
    """The form that was sent, without its token; what is far beyond every limit is cut here, for the table's sake."""
    data = request.POST.copy()
    data.pop("csrfmiddlewaretoken", None)
    text = data.urlencode()
    if len(text) <= LONGEST:
        return text
    short = QueryDict(mutable=True)
    for name, values in list(data.lists())[:20]:  # no form of ours has more fields
        short.setlist(name, [value[: LONGEST // 20] for value in values[:1]])
    return short.urlencode()
