"""The count below a field, while it is typed, is the count of the server."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from playwright.sync_api import Page

from complaints.forms.counting import Count
from complaints.networks import threads, tumblr, x
from complaints.networks.base import Limits
from complaints.networks.bluesky import LIMITS as BLUESKY

LINK = "https://answerable.example/complaints/AB12CD34E/"
SERVERS = {
    "Mastodon": Limits(),
    "GoToSocial": Limits(url_length=25, strict=True),
    "Bluesky": BLUESKY,
    "Threads": threads.LIMITS,
    "Tumblr": tumblr.LIMITS,
    "X": x.LIMITS,
    "X, strictly": Limits(**{**x.LIMITS.as_json(), "strict": True, "counting": x.LIMITS.counting}),
}
TEXTS = [
    "",
    f"No router for three weeks.\r\n\r\n{LINK}",
    f"@northline@social.example.test still nothing {LINK}",
    "mail@@x @a@b.example =@a@b.example @ünder@b.example @a.b-c@bücher.example.",
    "👩‍👩‍👧‍👦 🇩🇪🇧🇷 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ☎️ ☎ 👍🏽 é e\u0301 נ֣ק한국어 “quoted’s”",
    "see amazon.com, t.co/x, www.bbc.co.uk/news?x=1 and HTTP://EXAMPLE.ORG/… or münchen.de …a.b",
    f"  {'long ' * 130}{LINK} ",
    "ü" * 1_600,
]


@pytest.mark.parametrize("name", SERVERS)
def test_the_browser_counts_as_the_server_does(page: Page, name: str) -> None:
    limits = SERVERS[name]
    script = Path(settings.BASE_DIR, "static/js/count.js").read_text()
    line = render_to_string(
        "components/count.html", {"count": Count.of("", limits, field="words"), "name": name}
    )
    page.set_content(f"<textarea id='words'></textarea><p>{line}</p><script>{script}</script>")
    for text in TEXTS:
        count = Count.of(text, limits)
        page.fill("#words", text.replace("\r\n", "\n"))
        shown = page.locator("[data-number]").inner_text()
        assert (text, shown) == (text, f"{count.length:,}")
        assert page.locator(".is-over").count() == int(count.is_over), text
        if limits.max_bytes is not None:
            assert page.locator("[data-bytes]").inner_text() == f"{count.size:,}"
