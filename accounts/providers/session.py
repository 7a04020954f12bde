"""The way of allauth's providers to the outside: requests' interface, our door behind it."""

from collections.abc import Mapping
from typing import Any

import requests
from django.conf import settings
from requests.structures import CaseInsensitiveDict

from config.doors import http

LIMITS = http.Timeout(connect=5.0, read=10.0, total=20.0)


class DoorAdapter(requests.adapters.BaseAdapter):
    """Hands every request of a session to `config.doors.http`; redirects, proxies and .netrc play no part."""

    def send(  # noqa: PLR0917 - the signature is requests'
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """The answer. Raises requests.ConnectionError, which allauth turns into its page of errors."""
        body = request.body or b""
        if isinstance(body, str):
            body = body.encode()
        assert isinstance(body, bytes), "providers send forms and JSON, never streams"
        allowed = settings.ALLOW_LOCAL_NETWORKS
        try:
            answer = http.request(
                request.method or "GET",
                request.url or "",
                policy=http.Policy(allow_http=allowed, allow_loopback=allowed),
                headers={name: str(value) for name, value in request.headers.items()},
                data=body,
                timeout=LIMITS,
            )
        except http.DoorError as error:
            raise requests.ConnectionError(str(error)) from None
        response = requests.Response()
        response.status_code = answer.status
        response.headers = CaseInsensitiveDict(answer.headers)
        response.url = request.url or ""
        response.request = request
        response.encoding = "utf-8"
        response._content = answer.body
        return response

    def close(self) -> None:
        """Nothing stays open."""


def door_session() -> requests.Session:
    """A session that can only leave by our door."""
    session = requests.Session()
    session.trust_env = False
    session.adapters.clear()
    session.mount("https://", DoorAdapter())
    session.mount("http://", DoorAdapter())
    session.headers.pop("User-Agent", None)
    session.max_redirects = 0
    return session
