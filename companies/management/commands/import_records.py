"""manage.py import_records consumidor-gov-br FILE...: import official records as a source of their own."""

import gzip
import hashlib
import io
import re
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from companies.enums import Source
from companies.models import Case
from companies.records import consumidor_gov_br
from companies.records.consumidor_gov_br import DamagedRow, Record, UnknownLayout
from companies.services import records as services
from companies.services.records import ImportReport, import_records
from config.doors import clock

MONTH_IN_NAME = re.compile(r"(20\d{2})[-_]?(0[1-9]|1[0-2])(?!\d)")
CODE = (Path(consumidor_gov_br.__file__), Path(services.__file__))
SHIPPED = Path(consumidor_gov_br.__file__).parent / "data" / "consumidor_gov_br_2014.csv.gz"


class Command(BaseCommand):
    help = (
        "Import official records. Reads .csv, .csv.gz and .zip, the publisher's own files as well as the extract "
        "that ships with the site, which is read where no file is named. Can be stopped and run again safely."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", choices=[Source.CONSUMIDOR_GOV_BR.value])
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
        parser.add_argument(
            "--mark",
            type=Path,
            metavar="FILE",
            help="note here what was imported, and leave it alone next time while nothing has changed",
        )

    def handle(self, *args: Any, source: str, files: list[Path], mark: Path | None, **options: Any) -> None:
        paths = files or [SHIPPED]
        for path in paths:
            if not path.is_file():
                raise CommandError(f"There is no file {path}.")
        if mark is not None and is_marked(mark, paths, Source(source)):
            self.stdout.write("These records are imported already.")
            return
        for path in paths:
            self.import_file(path, Source(source))
        if mark is not None:
            mark.write_text(mark_of(paths, Source(source)))

    def import_file(self, path: Path, source: Source) -> None:
        started = time.monotonic()
        self.damaged = 0
        with opened(path) as stream:
            try:
                report = import_records(
                    rows=self.usable(consumidor_gov_br.read(stream, month=month_of(path))),
                    source=source,
                    now=clock.now(),
                    progress=self.show,
                )
            except UnknownLayout as problem:
                raise CommandError(f"{path.name} cannot be read: {problem}.") from problem
        self.stdout.write(
            f"{path.name}: {report.read:,} records, {report.written:,} new or changed, "
            f"{report.companies:,} new companies, {self.damaged:,} damaged rows, "
            f"{time.monotonic() - started:.1f} s"
        )

    def usable(self, rows: Iterator[Record | DamagedRow]) -> Iterator[Record]:
        """The rows that can be used; the others are reported with their line."""
        for row in rows:
            if isinstance(row, DamagedRow):
                self.damaged += 1
                self.stderr.write(f"line {row.line}: {row.reason}")
            else:
                yield row

    def show(self, report: ImportReport) -> None:
        if report.read % 10_000 == 0:
            self.stdout.write(f"{report.read:,} records ...")


def mark_of(paths: list[Path], source: Source) -> str:
    """What was imported by which code, and how many cases of the source there are now."""
    digest = hashlib.sha256()
    for path in (*paths, *CODE):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return f"{digest.hexdigest()} {Case.objects.filter(source=source).count()}\n"


def is_marked(mark: Path, paths: list[Path], source: Source) -> bool:
    """Whether the same was imported by the same code into a database that still holds it."""
    return mark.is_file() and mark.read_text() == mark_of(paths, source)


def month_of(path: Path) -> str:
    """The month in a file's name ("basecompleta2014-05.csv" is "2014-05"), empty where it bears none."""
    match = MONTH_IN_NAME.search(path.name)
    return f"{match[1]}-{match[2]}" if match else ""


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of a file, unpacked; of a .zip its only .csv."""
    if path.suffix == ".gz":
        with gzip.open(path, "rb") as packed:
            yield io.BufferedReader(packed)
    elif path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.lower().endswith(".csv")]
            if len(names) != 1:
                raise CommandError(f"{path.name} holds {len(names)} .csv files instead of one.")
            with archive.open(names[0]) as member:
                yield member
    else:
        with path.open("rb") as plain:
            yield plain
