"""Whether a server speaks the API of Mastodon: Mastodon itself, GoToSocial, Pleroma, Takahe and others, on any host."""

from __future__ import annotations

from complaints.networks import answers
from complaints.networks.base import NetworkError
from complaints.networks.calling import Send, Server
from config.doors import http

# One small answer, while a person waits.
TIMEOUT = http.Timeout(connect=3, read=4, total=6)


def speaks_mastodon(host: str, *, policy: http.Policy, send: Send = http.request) -> bool:
    """Whether `https://host` says what server it is, as docs.joinmastodon.org/methods/instance/#v1 has it.

    Version 1, which every server with this API answers. Raises the network errors of `base` when it cannot be asked.
    """
    response = Server(f"https://{host}", policy, send, TIMEOUT).ask(
        "GET", "/api/v1/instance", headers={"Accept": "application/json"}
    )
    if response.status != 200:
        return False
    try:
        said = answers.json_of(response)
    except NetworkError:
        return False
    return isinstance(said, dict) and all(answers.text_of(said.get(name)) for name in ("uri", "version"))
