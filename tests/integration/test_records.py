"""Official records: importing them, and their figures against those made independently from the same rows."""

import gzip
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from companies.enums import CompanyState, Ending, FirstReply, Sector, Source
from companies.management.commands.import_records import month_of
from companies.models import Case, Company
from companies.queries import official_league, official_record
from companies.records.consumidor_gov_br import Record
from companies.services.cases import CaseValues, record, record_many
from companies.services.records import ImportReport, import_records
from tests.factories import make_company


def row(**changes: object) -> Record:
    values: dict[str, object] = {
        "reference": "CGB-2014-05-00001",
        "company": "Tim",
        "sector": Sector.TELECOMS,
        "sector_label": "Operadoras",
        "filed_on": date(2014, 5, 16),
        "responded_on": date(2014, 5, 18),
        "closed_on": date(2014, 5, 19),
        "response_days": 2,
        "has_responded": True,
        "contacted_first": True,
        "ending": Ending.RESOLVED,
        "rating": 4,
    }
    return Record(**{**values, **changes})  # type: ignore[arg-type]


def imported(*rows: Record, now: datetime) -> ImportReport:
    return import_records(rows=rows, source=Source.CONSUMIDOR_GOV_BR, now=now)


@pytest.mark.django_db
def test_a_record_becomes_a_case(now: datetime) -> None:
    imported(row(), row(reference="CGB-2014-05-00002", ending=Ending.NOT_RATED, rating=None), now=now)

    resolved, unsaid = Case.objects.order_by("reference")
    assert (resolved.company.name, resolved.company.country) == ("Tim", "BR")
    assert resolved.company.state == CompanyState.LISTED
    assert resolved.opened_at == datetime(2014, 5, 16, tzinfo=UTC)
    assert resolved.answered_at == resolved.replied_at == datetime(2014, 5, 18, tzinfo=UTC)
    assert resolved.ended_at == resolved.counted_at == datetime(2014, 5, 19, tzinfo=UTC)
    assert (resolved.ending, resolved.first_reply) == (Ending.RESOLVED, FirstReply.ANSWER)
    assert (resolved.contacted_first, resolved.rating, resolved.response_days) == (True, 4, 2)
    assert (unsaid.ending, unsaid.counted_at, unsaid.rating) == (Ending.NOT_RATED, None, None)
    assert not Case.objects.filed_here().exists()


@pytest.mark.django_db
def test_importing_again_changes_nothing_but_what_differs(now: datetime) -> None:
    later = datetime(2027, 1, 1, tzinfo=UTC)
    imported(row(), row(reference="CGB-2"), now=now)

    assert imported(row(), row(reference="CGB-2"), now=later) == ImportReport(read=2)
    assert set(Case.objects.values_list("changed_at", flat=True)) == {now}
    assert imported(row(), row(reference="CGB-2", rating=5), now=later) == ImportReport(read=2, written=1)
    assert Case.objects.get(reference="CGB-2").rating == 5
    assert Company.objects.count() == 1


@pytest.mark.django_db
def test_names_of_the_directory_are_used_where_they_are_of_that_country(now: datetime) -> None:
    make_company(name="Tim", slug="tim-it", country="IT")
    known = make_company(name="Oi", aliases=("Oi Fixo",), country="BR")
    make_company(name="Sky", is_fictional=True)

    imported(row(), row(reference="2", company="OI FIXO"), row(reference="3", company="SKY"), now=now)

    cases = {case.reference: case.company for case in Case.objects.select_related("company")}
    assert (cases["CGB-2014-05-00001"].slug, cases["2"]) == ("tim", known)
    assert (cases["3"].slug, cases["3"].is_fictional) == ("sky-br", False)


@pytest.mark.django_db(transaction=True)
def test_an_import_that_broke_off_goes_on(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("companies.services.records.BATCH", 2)
    rows = [row(reference=f"CGB-{number}") for number in range(5)]

    def breaking() -> Iterator[Record]:
        yield from rows[:3]
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        import_records(rows=breaking(), source=Source.CONSUMIDOR_GOV_BR, now=now)
    assert Case.objects.count() == 2
    assert imported(*rows, now=now) == ImportReport(read=5, written=3)


@pytest.mark.django_db(transaction=True)
def test_a_case_is_written_in_the_transaction_of_its_event_only(company: Company, now: datetime) -> None:
    values = CaseValues(company_id=company.pk, opened_at=now, channels=("phone", "email"))

    with pytest.raises(transaction.TransactionManagementError):
        record(source=Source.ANSWERABLE, reference="AB12", values=values, now=now)
    with transaction.atomic():
        first = record(source=Source.ANSWERABLE, reference="AB12", values=values, now=now)
        second = record(
            source=Source.ANSWERABLE,
            reference="AB12",
            values=CaseValues(company_id=company.pk, opened_at=now, ended_at=now, ending=Ending.GAVE_UP),
            now=now,
        )

    assert first.pk == second.pk
    case = Case.objects.get()
    assert (case.ending, case.channels) == (Ending.GAVE_UP, [])


@pytest.mark.django_db
def test_writing_many_is_one_statement(
    company: Company, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    values = {
        f"R{number}": CaseValues(company_id=company.pk, opened_at=now, channels=("phone",), minutes=number)
        for number in range(500)
    }

    with django_assert_num_queries(1):
        record_many(source=Source.ANSWERABLE, values=values, now=now)

    assert Case.objects.get(reference="R499").minutes == 499
    assert Case.objects.get(reference="R1").opened_at == now
    assert Case.objects.get(reference="R1").channels == ["phone"]


# The command ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_command_reports_damaged_rows_with_their_line(tmp_path: Path) -> None:
    header = (
        "id,filed_on,responded_on,closed_on,response_days,company,sector,contacted_company_first,responded,"
        "resolution,rating"
    )
    good = "A-1,2014-05-16,2014-05-18,2014-05-19,2,Tim,Varejo,S,S,Resolvida,5"
    file = tmp_path / "extract.csv.gz"
    with gzip.open(file, "wt", encoding="utf-8") as stream:
        stream.write("\n".join([header, good, good.replace("A-1", "A-2").replace("05-19", "13-19"), ""]))
    out, err = StringIO(), StringIO()

    call_command("import_records", "consumidor-gov-br", str(file), stdout=out, stderr=err)

    assert "line 3: unreadable day of closing '2014-13-19'" in err.getvalue()
    assert "extract.csv.gz: 1 records, 1 new or changed, 1 new companies, 1 damaged rows" in out.getvalue()
    assert list(Case.objects.values_list("reference", flat=True)) == ["A-1"]


@pytest.mark.django_db
def test_what_was_imported_is_left_alone_while_nothing_has_changed(tmp_path: Path) -> None:
    header = (
        "id,filed_on,responded_on,closed_on,response_days,company,sector,contacted_company_first,responded,"
        "resolution,rating"
    )
    good = "A-1,2014-05-16,2014-05-18,2014-05-19,2,Tim,Varejo,S,S,Resolvida,5"
    file, mark = tmp_path / "extract.csv", tmp_path / "mark"

    def said() -> str:
        out = StringIO()
        call_command("import_records", "--mark", str(mark), "consumidor-gov-br", str(file), stdout=out)
        return out.getvalue()

    file.write_text(f"{header}\n{good}\n")
    assert "1 new or changed" in said()
    assert said() == "These records are imported already.\n"
    file.write_text(f"{header}\n{good}\n{good.replace('A-1', 'A-2')}\n")
    assert "2 records, 1 new or changed" in said()
    Case.objects.get(reference="A-1").delete()  # another database, or a damaged one
    assert "2 records, 1 new or changed" in said()
    assert said() == "These records are imported already.\n"


@pytest.mark.django_db
def test_the_command_refuses_what_it_cannot_read(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("a;b\n1;2\n")

    with pytest.raises(CommandError, match=r"other\.csv cannot be read: no column for closed_on"):
        call_command("import_records", "consumidor-gov-br", str(file))
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_records", "consumidor-gov-br", str(tmp_path / "none.csv"))


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("basecompleta2014-05.csv", "2014-05"),
        ("202311.zip", "2023-11"),
        ("extract.csv", ""),
        ("2014.csv", ""),
    ],
)
def test_the_month_stands_in_the_name_of_the_file(name: str, month: str) -> None:
    assert month_of(Path(name)) == month


@pytest.mark.django_db
def test_a_company_without_official_records_has_none(company: Company) -> None:
    assert official_record(company) is None
    assert official_league(Sector.TELECOMS).rows == []


@pytest.mark.django_db
def test_sources_are_never_mixed(company: Company, now: datetime) -> None:
    record_many(
        source=Source.ANSWERABLE, values={"AB12": CaseValues(company_id=company.pk, opened_at=now)}, now=now
    )

    assert official_record(company) is None
    with pytest.raises(ValueError, match="no official records"):
        official_record(company, source=Source.ANSWERABLE)
