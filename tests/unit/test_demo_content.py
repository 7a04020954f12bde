"""The demo's brands, stories and words, and the plan that they become: checked without a database."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from statistics import median

import pytest
from django.utils.text import slugify

from companies.enums import Sector
from complaints.demo import behaviour, brands, stories, voices
from complaints.demo.behaviour import BEHAVIOURS, Behaviour, Where
from complaints.demo.brands import BRANDS, BY_SLUG
from complaints.demo.plan import ALL_CASES, customers, plan
from complaints.demo.script import SPAN, Do, PlannedCase, Step
from complaints.demo.showcase import showcase
from complaints.models.attempt import NOTE_LENGTH
from complaints.models.complaint import TITLE_LENGTH
from complaints.rules.privacy import findings
from complaints.rules.replies import kind_of

ANCHOR = datetime(2026, 9, 1, 10, 20, tzinfo=UTC)
FILL = {"name": "Ana", "by": "14 March", "ref": "NO123"}
COMPANY_SPEAKS = (Do.REPLY, Do.NETWORK_REPLY, Do.OFFER)


@pytest.fixture(scope="module")
def planned() -> list[PlannedCase]:
    return plan(anchor=ANCHOR)


def told(template: stories.Template, slug: str = "") -> stories.Told:
    brand = (
        BY_SLUG[slug]
        if slug
        else next(brand for brand in BRANDS if template in stories.templates(brand.sector))
    )
    return stories.tell(template, brand=brand, filed_on=date(2026, 3, 2), rng=random.Random(template.title))


def all_templates() -> Iterator[stories.Template]:
    for sector in (Sector.TELECOMS, Sector.DELIVERY, Sector.ENERGY):
        yield from stories.templates(sector)


# Brands -----------------------------------------------------------------------------------------------


def test_there_are_brands_enough_and_none_can_be_mistaken_for_a_real_one() -> None:
    assert len(BRANDS) >= 14
    assert len({brand.sector for brand in BRANDS}) >= 3
    assert all(brand.domain.endswith(".example") for brand in BRANDS)
    assert [brand.slug for brand in BRANDS] == [slugify(brand.name) for brand in BRANDS]
    accounts = [brand.account for brand in BRANDS if brand.account]
    assert len(accounts) == len(set(accounts))


def test_every_named_behaviour_has_a_brand() -> None:
    assert {one.name for one in BEHAVIOURS} == {
        "fast",
        "slow but thorough",
        "cherry-picker",
        "silent",
        "deflector",
        "canned",
        "network-only",
        "unclaimed",
        "improving",
    }
    assert {brand.behaviour.name for brand in BRANDS} == {one.name for one in BEHAVIOURS}


def test_brands_that_speak_have_somebody_who_speaks() -> None:
    for brand in BRANDS:
        if brand.behaviour.where == Where.NETWORK:
            assert brand.account, brand.name
        if brand.behaviour in (behaviour.UNCLAIMED, behaviour.SILENT):
            assert not brand.people, brand.name


@pytest.mark.parametrize("count", [1, 2, 3])
def test_parts_hold_every_brand_once_and_are_even(count: int) -> None:
    parts = brands.parts(count)
    assert [brand for part in parts for brand in part] == list(BRANDS)
    sizes = [sum(brand.cases for brand in part) for part in parts]
    assert max(sizes) - min(sizes) < ALL_CASES / 4


def test_an_improving_brand_changes_evenly() -> None:
    improving = behaviour.IMPROVING
    assert improving.before is not None
    assert improving.at(0).answers == improving.before.answers
    assert improving.at(1).answers == improving.answers
    assert improving.at(0.5).answers == pytest.approx((improving.before.answers + improving.answers) / 2)
    assert improving.at(0.5).answers_after.median < improving.before.answers_after.median


# Words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sector", [Sector.TELECOMS, Sector.DELIVERY, Sector.ENERGY])
def test_a_sector_has_stories_enough(sector: str) -> None:
    found = stories.templates(sector)
    assert len(found) >= 40
    assert len({template.title for template in found}) == len(found)
    assert len({template.category for template in found}) >= 8


def test_every_brand_has_stories_enough_of_its_own() -> None:
    assert min(len(stories.templates_for(brand)) for brand in BRANDS) >= 15


def test_no_gap_stays_open() -> None:
    for template in all_templates():
        one = told(template)
        assert not re.search(r"[{}]", f"{one.title}{one.story}{one.wish}{one.product}"), one
        assert not re.search(r"[{}]", (one.found + one.done).format(by="2 May")), one


@pytest.mark.parametrize("name", sorted(voices.VOICES))
def test_acknowledgements_and_deflections_are_judged_as_meant(name: str) -> None:
    voice = voices.VOICES[name]
    assert {kind_of(text.format(**FILL)) for text in voice.acknowledgements} == {"acknowledgement"}
    assert {kind_of(text.format(**FILL)) for text in voice.deflections} == {"deflection"}


@pytest.mark.parametrize("name", sorted(voices.VOICES))
def test_answers_are_judged_as_answers_in_every_voice(name: str) -> None:
    voice = voices.VOICES[name]
    wrong = []
    for number, template in enumerate(all_templates()):
        one = told(template)
        opening, closing = (
            voice.openings[number % len(voice.openings)],
            voice.closings[number % len(voice.closings)],
        )
        parts = [(one.done,), (one.found, one.done)]
        parts += [(one.found, promise) for promise in voices.PROMISES[template.category]]
        if template.category in voices.REFUSED:
            parts.append((voices.REFUSALS[number % len(voices.REFUSALS)],))
        for said in parts:
            text = " ".join((opening, *said, closing)).format(**FILL)
            if kind_of(text) != "answer":
                wrong.append(text)
    assert wrong == []


def test_every_company_text_of_the_plan_is_judged_as_its_voice_means_it(planned: list[PlannedCase]) -> None:
    meant = {
        voice: [
            (re.compile(re.escape(text).replace(r"\{name\}", ".+").replace(r"\{ref\}", ".+")), kind)
            for kind, texts in (
                ("acknowledgement", voices.VOICES[voice].acknowledgements),
                ("deflection", voices.VOICES[voice].deflections),
            )
            for text in texts
        ]
        for voice in voices.VOICES
    }
    wrong = []
    for case in planned:
        for step in (step for step in case.steps if step.do in COMPANY_SPEAKS):
            patterns = meant[BY_SLUG[case.brand].behaviour.voice]
            kind = next((kind for pattern, kind in patterns if pattern.fullmatch(step.text)), "answer")
            if kind_of(step.text) != kind:
                wrong.append((kind, step.text))
    assert wrong == []


# The plan ---------------------------------------------------------------------------------------------


def test_the_plan_is_the_same_every_time() -> None:
    assert plan(anchor=ANCHOR, cases=120) == plan(anchor=ANCHOR, cases=120)
    assert showcase(anchor=ANCHOR) == showcase(anchor=ANCHOR)


def test_the_plan_covers_18_months_with_1500_cases(planned: list[PlannedCase]) -> None:
    filed = [case.filed_at for case in planned if case.filed_at]
    assert len(filed) == ALL_CASES >= 1_500
    assert ANCHOR - SPAN - timedelta(days=1) < min(filed) < ANCHOR - SPAN + timedelta(days=10)
    assert ANCHOR - timedelta(days=2) < max(filed) < ANCHOR


def test_lists_do_not_look_copied(planned: list[PlannedCase]) -> None:
    titles = Counter(case.told.title for case in planned)
    assert sum(count - 1 for count in titles.values()) / len(planned) < 0.01
    assert len({case.told.story for case in planned}) / len(planned) > 0.95
    notes = [[attempt.note for attempt in case.attempts if attempt.note] for case in planned]
    assert all(len(said) == len(set(said)) for said in notes)


def test_public_texts_fit_and_hold_no_personal_data(planned: list[PlannedCase]) -> None:
    for case in planned:
        assert len(case.told.title) <= TITLE_LENGTH
        texts = [
            case.told.title,
            case.told.story,
            case.told.wish,
            *(attempt.note for attempt in case.attempts),
        ]
        assert max(len(attempt.note) for attempt in case.attempts or [_NO_ATTEMPT]) <= NOTE_LENGTH
        assert [findings(text) for text in texts if findings(text)] == []


def test_steps_follow_each_other_and_end_with_the_present(planned: list[PlannedCase]) -> None:
    for case in [*planned, *showcase(anchor=ANCHOR)]:
        times = [step.at for step in case.steps]
        assert times == sorted(set(times)), case.key
        assert all((case.filed_at or case.started_at) < at < ANCHOR for at in times), case.key
        assert all(attempt.made_on <= case.started_at.date() for attempt in case.attempts), case.key
        assert not any(at.second == 0 and at.minute == 0 for at in times), case.key


def test_nobody_files_beside_a_name_that_is_known() -> None:
    mailboxes = [mailbox for mailbox, _ in customers()]
    assert len(mailboxes) == len(set(mailboxes))


def first_word(case: PlannedCase) -> Step | None:
    return next((step for step in case.steps if step.do in COMPANY_SPEAKS), None)


def answered(case: PlannedCase) -> bool:
    return any(step.do in COMPANY_SPEAKS and kind_of(step.text) == "answer" for step in case.steps)


def of(planned: list[PlannedCase], wanted: Behaviour) -> list[PlannedCase]:
    return [case for case in planned if BY_SLUG[case.brand].behaviour == wanted]


def share(cases: list[PlannedCase], is_so: object) -> float:
    assert callable(is_so)
    return sum(1 for case in cases if is_so(case)) / len(cases)


def test_brands_behave_as_they_are_called(planned: list[PlannedCase]) -> None:
    assert share(of(planned, behaviour.FAST), answered) > 0.85
    assert share(of(planned, behaviour.SILENT), answered) < 0.1
    deflector = of(planned, behaviour.DEFLECTOR)
    assert (
        share(deflector, lambda case: (step := first_word(case)) and kind_of(step.text) == "deflection") > 0.8
    )
    canned = [step.text for case in of(planned, behaviour.CANNED) if (step := first_word(case))]
    assert Counter(canned).most_common(1)[0][1] / len(canned) > 0.2
    said = {step.do for case in of(planned, behaviour.NETWORK_ONLY) for step in case.steps}
    assert Do.NETWORK_REPLY in said
    assert not said & {Do.REPLY, Do.OFFER}
    unclaimed = {step.do for case in of(planned, behaviour.UNCLAIMED) for step in case.steps}
    assert not unclaimed & set(COMPANY_SPEAKS)
    picked = {case.told.category for case in of(planned, behaviour.CHERRY_PICKER) if answered(case)}
    assert picked == behaviour.CHERRY_PICKER.picks


def test_the_fast_are_fast_and_the_slow_are_thorough(planned: list[PlannedCase]) -> None:
    def days_to_first_word(wanted: Behaviour) -> float:
        found = [
            (step.at - case.filed_at).total_seconds() / 86_400
            for case in of(planned, wanted)
            if case.filed_at and (step := first_word(case))
        ]
        return median(found)

    assert days_to_first_word(behaviour.FAST) < 1
    assert days_to_first_word(behaviour.DEFLECTOR) < 0.5
    assert days_to_first_word(behaviour.SLOW_THOROUGH) > 3
    old = [case for case in planned if case.filed_at and case.filed_at < ANCHOR - timedelta(days=120)]

    def solved(case: PlannedCase) -> bool:
        return any(step.do in (Do.CONFIRM, Do.END_PARTLY) for step in case.steps)

    assert share(of(old, behaviour.SLOW_THOROUGH), solved) > share(of(old, behaviour.CANNED), solved) + 0.2


def test_the_improving_brand_improves(planned: list[PlannedCase]) -> None:
    cases = of(planned, behaviour.IMPROVING)
    third = len(cases) // 3
    assert share(cases[-third:], answered) > share(cases[:third], answered) + 0.2


def test_enough_is_said_on_the_network_and_not_too_much(planned: list[PlannedCase]) -> None:
    posted = sum(case.is_posted for case in planned)
    said = sum(step.do is Do.NETWORK_REPLY for case in planned for step in case.steps)
    assert 120 <= posted <= 220
    assert said >= 60


# The showcase -----------------------------------------------------------------------------------------


def test_the_showcase_labels_are_as_its_stories_need_them() -> None:
    labels = {
        case.key.removeprefix("show-"): [
            kind_of(step.text) for step in case.steps if step.do in COMPANY_SPEAKS
        ]
        for case in showcase(anchor=ANCHOR)
    }
    assert {key: kinds for key, kinds in labels.items() if kinds} == {
        "answered": ["answer"],
        "offer-waits-for-a-word": ["acknowledgement", "answer"],
        "resolved": ["answer"],
        "published-from-review": ["answer"],
        "contested-by-company": ["deflection"],
        "contested-by-customer": ["answer"],
        "label-corrected": ["answer"],
        "offer-taken-back": ["answer"],
        "lapsed": ["answer"],
        "partly": ["answer"],
        "reopened": ["answer"],
    }


def test_what_must_wait_for_a_moderator_holds_what_the_check_finds() -> None:
    cases = {case.key.removeprefix("show-"): case for case in showcase(anchor=ANCHOR)}
    waiting = {"in-review", "returned", "taken-back", "rejected", "published-from-review", "waits-in-review"}
    assert {key for key, case in cases.items() if findings(case.told.story)} == waiting


_NO_ATTEMPT = type("NoAttempt", (), {"note": ""})()
