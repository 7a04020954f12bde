"""What every page of the API has in common: one renderer, one kind of cursor, limits, and headers for caches."""

import base64
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NoReturn
from urllib.parse import urlencode

import orjson
from django.conf import settings
from django.urls import reverse
from django.utils.cache import patch_cache_control
from rest_framework.exceptions import Throttled, ValidationError
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from config.doors import limits

PAGE = 50
REQUESTS_PER_MINUTE = 120
FRESH_SECONDS = 60
LONGEST_CURSOR = 300
PLACE = "0-0-0"


class JSON(BaseRenderer):
    """JSON by orjson: what is rendered is plain values, so nothing is left to a slower encoder."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return b"" if data is None else orjson.dumps(data, option=orjson.OPT_UTC_Z, default=str)


class PerPrefix(BaseThrottle):
    """So many requests a minute for one network prefix; X-Forwarded-For counts only behind proxies of ours."""

    wait_seconds = 0

    def allow_request(self, request: Request, view: APIView) -> bool:
        prefix = limits.client_prefix(request, trusted_proxies=settings.TRUSTED_PROXIES)
        decision = limits.hit(f"api:{prefix}", limit=REQUESTS_PER_MINUTE, per_seconds=60)
        self.wait_seconds = decision.retry_after
        return decision.allowed

    def wait(self) -> float:
        return self.wait_seconds


class PublicView(APIView):
    """Open data: no sign-in, readable from any page, fresh for a minute. The site's middleware adds the ETag."""

    renderer_classes = [JSON]
    throttle_classes = [PerPrefix]
    http_method_names = ["get", "head", "options"]

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        final = super().finalize_response(request, response, *args, **kwargs)
        final["Access-Control-Allow-Origin"] = "*"
        final["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        if final.status_code == 200:
            patch_cache_control(final, public=True, max_age=FRESH_SECONDS)
        return final

    def throttled(self, request: Any, wait: float | None) -> NoReturn:
        raise Throttled(wait=wait, detail="Too many requests. Please wait and go on from the same cursor.")


def page_of(
    request: Request, rows: Sequence[dict[str, Any]], *, keys: Sequence[str], hidden: Sequence[str]
) -> Response:
    """A page of PAGE rows out of up to PAGE + 1 that were fetched, with the address of the next one.

    `keys` are the columns of the keyset, `hidden` those that are not shown.
    """
    shown = rows[:PAGE]
    following = None
    if len(rows) > PAGE:
        query = request.query_params.dict() | {"cursor": cursor_of([shown[-1][key] for key in keys])}
        following = f"{settings.SITE_URL}{request.path}?{urlencode(query)}"
    for row in shown:
        for name in hidden:
            del row[name]
    return Response({"results": shown, "next": following})


def addresses(name: str) -> Callable[[str], str]:
    """A writer of the whole addresses of pages by slug or reference; a list asks for the route once, not for each row."""
    before, _, after = reverse(name, args=[PLACE]).partition(PLACE)
    return lambda place: f"{settings.SITE_URL}{before}{place}{after}"


def cursor_of(values: Sequence[Any]) -> str:
    """An opaque place in a list: the values of its keyset."""
    plain = [value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def place_of(request: Request, *, kinds: Sequence[type]) -> list[Any] | None:
    """The place that the cursor of a request stands for, None without one. Raises ValidationError (400)."""
    text = request.query_params.get("cursor", "")
    if not text:
        return None
    wrong = ValidationError({"cursor": ["This cursor is not one of ours. Begin without it."]})
    if len(text) > LONGEST_CURSOR:
        raise wrong
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(values, list) or len(values) != len(kinds):
            raise wrong
        return [_as(kind, value) for kind, value in zip(kinds, values, strict=True)]
    except (ValueError, TypeError, OverflowError) as error:
        raise wrong from error


def _as(kind: type, value: Any) -> Any:
    if kind is datetime:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError(value)
        return moment.astimezone(UTC)  # PostgreSQL knows no offset of sixteen hours and more
    if type(value) is not kind or (isinstance(value, int) and abs(value) > 2**62):
        raise TypeError(value)
    if (
        b"\0" in str(value).encode()
    ):  # and a lone surrogate raises UnicodeEncodeError: PostgreSQL refuses both
        raise ValueError(value)
    return value


def choice_of(request: Request, name: str, allowed: Iterable[str]) -> str:
    """A filter that must be one of some words; empty when it is not given. Raises ValidationError (400)."""
    value = request.query_params.get(name, "")
    if value and value not in (words := list(allowed)):
        raise ValidationError({name: [f"This must be one of: {', '.join(words)}."]})
    return value
