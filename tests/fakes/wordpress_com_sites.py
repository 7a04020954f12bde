"""WordPress.com in front of a real WordPress: tokens for codes, and the resources of one site for tokens.

The token: https://developer.wordpress.com/docs/api/oauth2/ (a code for once, the redirect_uri that was registered;
`blog_id` and `blog_url` say which blog it is for). The resources are core's, below
/wp/v2/sites/<site>/ (https://developer.wordpress.com/docs/api/getting-started/); what a token that is unknown gets was
seen in the tests of Automattic's own clients (wp-calypso, is-invalid-oauth-token-error).
"""

from __future__ import annotations

import base64
import json
from urllib.parse import parse_qs

from config.doors import http
from tests.fakes.serving import Answer, Fault, Served

LOCAL = http.Policy(allow_http=True, allow_loopback=True)
SITES = "/wp/v2/sites/"


class WordPressComSites(Served):
    """`site` is the name of the one site, `real` the address of the WordPress that plays it, `user` whose it is, as
    `user:application password`.
    """

    client_id, client_secret = "12345", "wordpress-secret"

    def __init__(self, *, site: str, real: str, user: str, redirect_uri: str) -> None:
        super().__init__()
        self.site, self.real, self.redirect_uri = site, real, redirect_uri
        self._authorization = f"Basic {base64.b64encode(user.encode()).decode()}"
        self.codes = {"code-for-once"}
        self.tokens = {"token-of-alice"}
        self.blog_url = f"https://{site.replace('::', '/')}"

    def answer(
        self, method: str, path: str, query: dict[str, str], headers: dict[str, str], raw: bytes
    ) -> Answer:
        if (method, path) == ("POST", "/oauth2/token"):
            return self._token({name: values[0] for name, values in parse_qs(raw.decode()).items()})
        if not path.startswith(f"{SITES}{self.site}/"):
            raise Fault(404, "Unknown blog", code="unknown_blog")
        if headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            raise Fault(401, "The OAuth2 token is invalid.", code="invalid_token")
        carried = {"Authorization": self._authorization, "Accept": "application/json"}
        if "content-type" in headers:
            carried["Content-Type"] = headers["content-type"]
        route = path.removeprefix(f"{SITES}{self.site}")
        answered = http.request(
            method,
            f"{self.real}/wp-json/wp/v2{route}",
            policy=LOCAL,
            params=query,
            headers=carried,
            data=raw or None,
        )
        more = {"Content-Type": answered.headers.get("Content-Type", "")}
        return answered.status, more, answered.body.decode()

    def error(self, fault: Fault) -> Answer:
        body = json.dumps({"error": fault.more["code"], "message": str(fault)})
        return fault.status, {"Content-Type": "application/json"}, body

    def _token(self, form: dict[str, str]) -> Answer:
        expected = {
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "grant_type": "authorization_code",
            "redirect_uri": self.redirect_uri,
        }
        if set(form) != {*expected, "code"} or any(form[name] != value for name, value in expected.items()):
            raise Fault(400, "The required parameter is wrong.", code="invalid_request")
        if form["code"] not in self.codes:
            raise Fault(400, "Invalid code.", code="invalid_grant")
        self.codes.remove(form["code"])
        token = {
            "access_token": "token-of-alice",
            "token_type": "bearer",
            "blog_id": "67890",
            "blog_url": self.blog_url,
            "scope": "",
        }
        return 200, {"Content-Type": "application/json"}, json.dumps(token)
