"""The demo's Mastodon-compatible server: `python -m config.demo_network serve ...`.

It is mastodon-mock, whose people let everybody find their public posts. Without that they are left alone, as on any
server (complaints/networks/mastodon_statuses.py), and a search in the demo would find nobody. No request of its API
changes this setting, so the default of its table does.
"""

from mastodon_mock.cli import main
from mastodon_mock.db.models import Account


def let_people_be_found() -> None:
    """From now on accounts are made as those who agreed to be found."""
    Account.__table__.c.indexable.default.arg = True


if __name__ == "__main__":
    let_people_be_found()
    main()
