"""The parts of pages: rendered with sample context, and the rules that every template and style sheet keeps."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory

from companies.enums import ChannelKind
from complaints.enums import Outcome, ReplyKind, Status

TEMPLATES = Path(settings.BASE_DIR) / "templates"
STYLES = Path(settings.BASE_DIR) / "static" / "css"
PAGES = sorted(TEMPLATES.rglob("*.html"))
NOW = datetime(2025, 11, 20, 12, 0, tzinfo=UTC)

COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->|/\*.*?\*/", re.DOTALL)
HANDLER = re.compile(r"\son[a-z]+\s*=\s*[\"']")
STYLE_ATTRIBUTE = re.compile(r"\sstyle\s*=\s*[\"']")
SCRIPT = re.compile(r"<script\b[^>]*>")


def rendered(name, **context):
    return render_to_string(f"components/{name}.html", context)


def words(html):
    """What a person reads: without tags, with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\N{NO-BREAK SPACE}", " ").split())


# Conventions ------------------------------------------------------------------------------------------


def breaches_of_the_policy(html):
    """What the content security policy of the site would refuse: styles and scripts inside the page."""
    text = COMMENT.sub("", html)
    found = [match[0].strip() for match in STYLE_ATTRIBUTE.finditer(text)]
    found += [match[0].strip() for match in HANDLER.finditer(text)]
    found += ["<style>"] if "<style" in text else []
    for match in SCRIPT.finditer(text):
        is_ours = 'src="{% static' in match[0]
        is_data = 'type="application/json"' in match[0]
        if not (is_ours or is_data or "nonce=" in match[0]):
            found.append(match[0])
    return found


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<p class="a">fine</p><script src="{% static \'js/copy.js\' %}" defer></script>', []),
        ('<script type="application/json">{}</script>', []),
        ('<script nonce="{{ request.csp_nonce }}">go()</script>', []),
        ('{# <p style="x"> #}', []),
        ('<p style="color: red">', ['style="']),
        ("<button onclick='go()'>", ["onclick='"]),
        ("<style>p {}</style>", ["<style>"]),
        ("<script>go()</script>", ["<script>"]),
        ('<script src="https://cdn.example/x.js"></script>', ['<script src="https://cdn.example/x.js">']),
    ],
)
def test_the_policy_check_finds_what_it_should(html, found):
    assert breaches_of_the_policy(html) == found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_no_template_needs_what_the_policy_forbids(page):
    assert breaches_of_the_policy(page.read_text()) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_no_template_switches_escaping_off(page):
    assert re.findall(r"\|\s*safe\b|autoescape off|\bsafeseq\b", COMMENT.sub("", page.read_text())) == []


def test_every_page_links_all_shared_style_sheets_once_and_in_few_requests():
    links = re.findall(r"static 'css/([^']+)'", (TEMPLATES / "components" / "styles.html").read_text())
    shared = {str(path.relative_to(STYLES)) for path in STYLES.rglob("*.css") if path.parent.name != "pages"}
    assert sorted(links) == sorted(shared)
    assert len(links) <= 12
    assert (links[0], links[1], links[-1]) == ("tokens.css", "base.css", "print.css")


def test_colours_are_written_in_the_tokens_alone():
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*[;}])|\brgba?\(|\bhsla?\(")
    found = {
        path.name: colour.findall(COMMENT.sub("", path.read_text()))
        for path in STYLES.rglob("*.css")
        if path.name != "tokens.css"
    }
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_every_component_says_what_it_takes():
    silent = [
        path.name
        for path in (TEMPLATES / "components").glob("*.html")
        if not path.read_text().startswith("{#")
    ]
    assert silent == []


# The dictionary of kinds --------------------------------------------------------------------------------


def test_every_channel_has_an_icon():
    sprite = rendered("sprite")
    assert [kind for kind in ChannelKind.values if f'id="i-{kind}"' not in sprite] == []


def test_every_icon_and_glyph_in_use_is_in_the_sprite():
    sprite = rendered("sprite")
    text = "".join(page.read_text() for page in PAGES)
    used = set(re.findall(r'href="#([ig]-[a-z]+)"', text))
    used |= {f"g-{name}" for name in re.findall(r'components/glyph.html" with name="(\w+)"', text)}
    used |= {f"i-{name}" for name in re.findall(r'components/icon.html" with name="(\w+)"', text)}
    assert [name for name in sorted(used) if f'id="{name}"' not in sprite] == []


@pytest.mark.parametrize("status", [status for status in Status.values if status != Status.CLOSED])
def test_every_status_has_words_and_a_glyph(status):
    html = rendered("status", status=status, outcome="resolved" if status == Status.RESOLVED else "")
    assert words(html)
    assert html.count("<use") == 1


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome.values if outcome != Outcome.RESOLVED])
def test_every_ending_has_words_and_a_glyph(outcome):
    html = rendered("status", status=Status.CLOSED, outcome=outcome)
    assert words(html)
    assert html.count("<use") == 1


@pytest.mark.parametrize("kind", [*ReplyKind.values, *Outcome.values, "fix"])
def test_every_kind_of_reply_has_a_label(kind):
    assert words(rendered("tag_reply", kind=kind))


def test_the_words_of_statuses():
    assert (
        words(rendered("status", status="awaiting_answer", deflections=3)) == "No answer. Deflected 3 times."
    )
    assert words(rendered("status", status="answered", answer_day=0)) == "Answered on day 0"
    assert words(rendered("status", status="resolved")) == "Resolved, says the customer"
    assert words(rendered("status", status="closed", outcome="unconfirmed", short=True)) == "Unconfirmed"
    assert words(rendered("status", status="closed", outcome="gave_up", days=1)) == "Gave up after 1 day"


def test_the_heaviest_label_is_the_deflection():
    html = rendered("tag_reply", kind="deflection", copies=41)
    assert words(html) == "Deflection: the clock goes on Near-copy of 41 others"
    assert "tag--deflection" in html


# Forms ------------------------------------------------------------------------------------------------


class AttemptForm(forms.Form):
    channel = forms.ChoiceField(
        label="How did you try?", choices=ChannelKind.choices, widget=forms.RadioSelect
    )
    made_on = forms.DateField(
        label="Date of the call",
        help_text="A rough date is enough.",
        error_messages={"required": "Enter the day of the call, for example 28 October"},
    )
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    attested = forms.BooleanField(label="This is my own experience")
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        if self.data.get("note") == "clash":
            raise forms.ValidationError("The note and the date do not agree")
        return self.cleaned_data


def test_a_field_ties_label_hint_and_error_to_its_control():
    html = rendered("field", field=AttemptForm({})["made_on"])
    assert '<label for="id_made_on">Date of the call</label>' in html
    assert 'id="id_made_on_helptext">A rough date is enough.' in html
    assert 'id="id_made_on_error">Enter the day of the call, for example 28 October' in html
    assert 'aria-describedby="id_made_on_helptext id_made_on_error"' in html
    assert 'aria-invalid="true"' in html
    assert "field--error" in html


def test_a_field_without_fault_says_nothing_of_faults():
    html = rendered("field", field=AttemptForm()["made_on"])
    assert "error" not in html
    assert "aria-invalid" not in html


def test_what_may_stay_empty_says_so():
    assert "Note (optional)" in words(rendered("field", field=AttemptForm()["note"]))
    assert words(rendered("field", field=AttemptForm()["note"], unmarked=True)) == "Note"
    assert "(optional)" not in rendered("field", field=AttemptForm()["made_on"])


def test_choices_are_one_group_with_a_target_for_each_option():
    html = rendered("field", field=AttemptForm({"channel": "chat"})["channel"], layout="tiles", icons=True)
    assert words(html).startswith("How did you try?")
    assert html.count("<fieldset") == html.count("<legend") == 1
    assert html.count('<label class="choice"') == len(ChannelKind)
    assert [f"#i-{kind}" for kind in ChannelKind.values] == re.findall(r'href="(#i-\w+)"', html)
    assert re.findall(r'value="(\w+)"[^>]*checked', html) == ["chat"]


def test_a_tick_box_stands_before_its_words():
    html = rendered("field", field=AttemptForm({})["attested"])
    assert html.index("<input") < html.index("<label")
    assert "Fill in: This is my own experience" in html


def test_fields_draws_all_fields_in_their_order():
    html = rendered("fields", form=AttemptForm())
    order = re.findall(r'name="(\w+)"', html)
    assert list(dict.fromkeys(order)) == ["token", "channel", "made_on", "note", "attested"]


def test_the_error_summary_links_to_the_fields_and_takes_the_focus():
    html = rendered("error_summary", forms=AttemptForm({"note": "clash"}))
    assert re.findall(r'href="#([^"]+)"', html) == ["id_channel_0", "id_made_on", "id_attested"]
    assert words(html) == (
        "Four things to put right The note and the date do not agree Choose: How did you try? "
        "Enter the day of the call, for example 28 October Fill in: This is my own experience"
    )
    assert 'role="alert" tabindex="-1" autofocus' in html


def test_the_error_summary_leads_to_controls_that_exist():
    form = AttemptForm({})
    targets = re.findall(r'href="#([^"]+)"', rendered("error_summary", forms=form))
    controls = rendered("fields", form=form)
    assert [target for target in targets if f'id="{target}"' not in controls] == []


def test_without_errors_there_is_no_summary():
    assert rendered("error_summary", forms=AttemptForm()).strip().startswith("{#") is False
    assert words(rendered("error_summary", forms=[AttemptForm(), AttemptForm()])) == ""


def test_what_people_type_is_escaped():
    html = rendered("field", field=AttemptForm({"made_on": '"><script>'})["made_on"])
    assert "<script>" not in html


def test_fields_that_django_draws_on_its_own_look_the_same():
    form = AttemptForm({})
    assert words(form["made_on"].as_field_group()) == words(rendered("field", field=form["made_on"]))


# Complaints -------------------------------------------------------------------------------------------


def a_complaint(**changes):
    fields = {
        "title": "Boiler part ordered twice, <i>fitted</i> never",
        "company": SimpleNamespace(name="Hearthside", get_sector_display="Energy and water"),
        "status": "awaiting_answer",
        "outcome": "",
        "published_at": NOW - timedelta(days=20, hours=3),
        "answered_at": None,
        "ended_at": None,
        "counted_at": None,
        "attempt_count": 6,
        "minutes_spent": 190,
        "deflection_count": 0,
        "get_absolute_url": "/complaints/A-1/",
    }
    return SimpleNamespace(**{**fields, **changes})


def test_a_row_leads_with_the_running_figure():
    html = rendered("case_row", complaint=a_complaint(), now=NOW)
    assert words(html) == (
        "20 days public Boiler part ordered twice, &lt;i&gt;fitted&lt;/i&gt; never "
        "Hearthside , Energy and water. 6 attempts, 3 h 10 min before. Awaiting answer"
    )
    assert 'href="/complaints/A-1/"' in html


def test_the_figure_of_a_row_stops_when_the_ending_counts():
    resolved = a_complaint(
        status="resolved", outcome="resolved", ended_at=NOW, counted_at=NOW - timedelta(days=8, hours=3)
    )
    assert words(rendered("case_row", complaint=resolved, now=NOW)).startswith("12 days public")


def test_a_row_says_on_which_day_the_answer_came():
    answered = a_complaint(status="answered", answered_at=NOW - timedelta(days=18))
    assert words(rendered("case_row", complaint=answered, now=NOW)).endswith("Answered on day 2")
    at_once = a_complaint(status="answered", answered_at=NOW - timedelta(days=20))
    assert words(rendered("case_row", complaint=at_once, now=NOW)).endswith("Answered on day 0")


def test_the_ledger_is_an_account_with_its_total():
    attempts = [
        SimpleNamespace(
            pk=1, channel="phone", get_channel_display="Phone", times=2, made_on=date(2025, 10, 2), minutes=42,
            get_came_of_display="Promised something that did not happen", note="in five days", reference="R-77",
        ),
        SimpleNamespace(
            pk=2, channel="chat", get_channel_display="Chat", times=1, made_on=date(2025, 10, 9), minutes=25,
            get_came_of_display="No reply", note="", reference="",
        ),
    ]  # fmt: skip
    effort = SimpleNamespace(attempts=3, channels=2, days=29, minutes=67)
    html = rendered("ledger_table", attempts=attempts, effort=effort, published=True)
    assert words(html) == (
        "Channel Day What came of it Time "
        "Phone 2× 2 Oct 2025 Promised something that did not happen: in five days 42 min "
        "Chat 9 Oct 2025 No reply 25 min "
        "3 attempts, 2 channels, 29 days before going public 1 h 07 min"
    )
    assert html.count('role="row"') == 4
    assert "R-77" not in html
    assert "R-77" in rendered("ledger_table", attempts=attempts, effort=effort, show_reference=True)


# Figures ----------------------------------------------------------------------------------------------


def test_a_share_never_stands_without_its_interval():
    assert (
        words(rendered("share_interval", share=0.342, low=0.296, high=0.389, n=412))
        == "34 % (30 to 39, n = 412)"
    )
    drawn = rendered("share_interval", share=0.342, low=0.296, high=0.389, n=412, bar=True)
    assert words(drawn) == "34 % 95 % interval 30 to 39 %, n = 412"
    assert 'x1="29.60%" x2="38.90%"' in drawn
    assert 'cx="34.20%"' in drawn


def test_figures_carry_their_note():
    html = rendered("figures", figures=[{"value": "47 %", "label": "got an answer", "note": "n = 9,870"}])
    assert words(html) == "got an answer 47 % n = 9,870"


def test_the_usual_caveat_and_another():
    assert words(rendered("caveat")).startswith("Who complains here is not a sample of all customers.")
    other = words(rendered("caveat", strong="From an official record.", text="Never ranked with ours."))
    assert other.startswith("From an official record. Never ranked with ours.")
    assert "sample" not in other


def test_a_sentence_to_cite_can_be_copied_only_by_a_script():
    html = rendered(
        "cite",
        sentence="Of 412 complaints.",
        permalink="https://answerable.example/x/",
        links=[{"label": "CSV", "url": "/x.csv"}],
    )
    assert re.search(r'<button[^>]*data-copy="cite-sentence" hidden>', html)
    assert '<p id="cite-sentence">Of 412 complaints.</p>' in html


# The way through ----------------------------------------------------------------------------------------


def test_progress_says_in_words_where_one_is():
    html = rendered("progress", steps=["company", "story", "what you tried"], step=2)
    assert words(html) == "Step 2 of 3: story."
    assert re.findall(r"<li([^>]*)>", html) == [" data-done", ' aria-current="step"', ""]


def test_windows_mark_the_one_in_view():
    windows = [
        {"label": "90 days", "url": "?window=90d", "is_current": False},
        {"label": "12 months", "url": "?window=12m", "is_current": True},
    ]
    assert re.findall(r'<a href="([^"]+)"( aria-current="page")?>', rendered("windows", windows=windows)) == [
        ("?window=90d", ""),
        ("?window=12m", ' aria-current="page"'),
    ]


def test_pages_of_a_list():
    assert words(rendered("pagination", newer_url="", older_url="")) == ""
    html = rendered("pagination", newer_url="?after=9&status=open", older_url="?before=1")
    assert re.findall(r'href="([^"]+)" rel="(\w+)"', html) == [
        ("?after=9&amp;status=open", "prev"),
        ("?before=1", "next"),
    ]


def test_crumbs_end_with_the_page_itself():
    html = rendered("crumbs", url1="/companies/", label1="Brands", here="Northline")
    assert words(html) == "Brands Northline"
    assert '<li aria-current="page">Northline</li>' in html


def test_an_empty_list_says_what_to_do_next():
    html = rendered(
        "empty",
        title="Nobody has complained",
        text="Yet.",
        action_url="/new/",
        action_label="File a complaint",
    )
    assert words(html) == "Nobody has complained Yet. File a complaint"


def test_a_tombstone_says_what_still_counts():
    company = SimpleNamespace(name="Northline", get_absolute_url="/companies/northline/")
    stone = words(
        rendered("tombstone", on=date(2025, 11, 4), rule="It named a private person.", company=company)
    )
    assert "This complaint was removed on 4 November 2025 It named a private person." in stone
    assert "It still counts in the figures of Northline" in stone
    assert "It no longer counts" in words(rendered("tombstone", counts=False, company=company))


def test_the_theme_that_was_chosen_is_marked():
    request = RequestFactory().get("/companies/?sector=telecoms")
    html = render_to_string(
        "components/theme.html", {"theme": "dark", "user": AnonymousUser()}, request=request
    )
    assert re.findall(r'value="(\w*)"( checked)?>', html.split("<fieldset>")[1]) == [
        ("", ""),
        ("light", ""),
        ("dark", " checked"),
    ]
    assert 'name="next" value="/companies/?sector=telecoms"' in html


# Pages that stand alone ---------------------------------------------------------------------------------


def test_the_page_of_our_own_fault_needs_nothing():
    text = (TEMPLATES / "500.html").read_text()
    assert "{%" not in text
    assert "{{" not in text
    linked = re.findall(r'href="/static/([^"]+)"', text)
    assert linked
    assert [name for name in linked if not (Path(settings.BASE_DIR) / "static" / name).exists()] == []


def test_the_page_of_a_form_too_old_needs_no_context():
    assert "The form was too old" in render_to_string("403_csrf.html", {})
