"""seed_demo where it must not run, and where it was stopped in the middle."""

from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts.models import Mail, MailState, User
from companies.models import Company
from complaints.demo import cast, play
from complaints.demo.showcase import showcase
from complaints.management.commands import seed_demo
from complaints.models import Complaint, Event, Reply


@pytest.mark.django_db
@pytest.mark.parametrize(
    "command", [["seed_demo"], ["demo_reply", "A22222222", "We found it."], ["demo_mail"]]
)
def test_production_refuses_it(command: list[str], settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO is off"):
        call_command(*command)
    assert Company.objects.count() == 0


def test_production_settings_are_no_demo() -> None:
    words = (Path(django_settings.BASE_DIR) / "config" / "settings" / "production.py").read_text()
    assert "\nDEMO = False\n" in words


class Stopped(Exception):
    """Somebody pulled the plug."""


@pytest.mark.django_db(transaction=True)
def test_a_run_that_was_stopped_goes_on(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """Without the other cases and without a network, to be quick: the showcase is played, stopped twice."""
    settings.DEMO_MASTODON_URL = ""
    monkeypatch.setattr(seed_demo, "plan", lambda **_: [])

    def stop_after(steps: int) -> None:
        def tell(counts: play.Counts, total: int) -> None:
            if counts.steps - counts.left_alone >= steps:
                raise Stopped

        monkeypatch.setattr(seed_demo, "_Teller", lambda command: tell)
        with pytest.raises(Stopped):
            call_command("seed_demo", cases=60, stdout=StringIO())
        assert not any(user.has_usable_password() for user in User.objects.filter(email__in=cast.SIGN_INS))

    stop_after(25)
    filed = Complaint.objects.count()
    anchor = cast.anchor_of_earlier_run()
    stop_after(20)
    monkeypatch.undo()
    monkeypatch.setattr(seed_demo, "plan", lambda **_: [])
    settings.DEMO_MASTODON_URL = ""
    out = StringIO()
    call_command("seed_demo", cases=60, stdout=out)

    assert cast.anchor_of_earlier_run() == anchor
    assert anchor is not None
    expected = showcase(anchor=anchor)
    assert 0 < filed < len(expected)
    assert "steps stood already" in out.getvalue()
    assert Complaint.objects.count() == len(expected)
    doubled = [
        row
        for row, many in Counter(Event.objects.values_list("complaint_id", "kind", "at")).items()
        if many > 1
    ]
    assert doubled == []
    words = Counter(Reply.objects.values_list("complaint_id", "text"))
    assert set(words.values()) == {1}
    assert set(Mail.objects.values_list("state", flat=True)) == {MailState.SENT}
