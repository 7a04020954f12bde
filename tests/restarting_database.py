"""Sends copies while the database itself is killed and started again; run with the address of a private server.

`python -m tests.restarting_database HOME`: HOME is the directory of the embedded server that `DATABASE_URL` names. Says
at the end, as JSON, how often the database was killed, how often each copy stands, and what the rows say.
"""

import json
import os
import signal
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import close_old_connections  # noqa: E402

from complaints.models import Posting  # noqa: E402
from complaints.networks.mastodon import MastodonConnector  # noqa: E402
from complaints.services import posting  # noqa: E402
from complaints.services.connecting import connect_site_account  # noqa: E402
from config import embedded  # noqa: E402
from config.doors import http  # noqa: E402
from tests.factories import NOW, make_many_queued  # noqa: E402
from tests.fakes.strict_mastodon import StrictMastodon  # noqa: E402

HOME = Path(sys.argv[1])
KILLED_AFTER = (3, 9)  # posts


class Door:
    """The HTTP door; after some posts, before anybody can note them, the database is killed and started again."""

    def __init__(self) -> None:
        self.posts = self.kills = 0

    def __call__(self, method: str, url: str, **rest: Any) -> http.Response:
        answer = http.request(method, url, **rest)
        if method == "POST":
            self.posts += 1
            if self.posts in KILLED_AFTER:
                os.kill(int((HOME / "data" / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)
                embedded.start(HOME)
                self.kills += 1
        return answer


def main() -> None:
    call_command("migrate", database="owner", verbosity=0)
    with StrictMastodon() as server:
        server.switches.repeated_key = "new"
        account = connect_site_account(
            network="mastodon", instance=server.base_url, secret="alice_token", now=NOW
        )
        door = Door()
        MastodonConnector.__init__.__kwdefaults__["send"] = door  # type: ignore[index]
        make_many_queued(12, connections=[account])
        for minutes in range(0, 60, 5):
            close_old_connections()
            posting.sweep_postings(now=NOW + timedelta(minutes=minutes))
        stand = Counter(post.text for post in server.posts.values())
        states = Counter(Posting.objects.values_list("state", flat=True))
        told = {"kills": door.kills, "stand": sorted(stand.values()), "states": dict(states)}
        sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
