"""Published reports as readers open them: the latest of each, every run at its own address.

Gate: everyone. Each answer is drawn up once for a run and a language and then kept, as it never
changes; a reader costs one look at which run is published.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import Gone, NotFound

from app.actions import analysis
from app.collection.wave import said
from app.language.catalogue import NAMES, mark
from app.language.dates import format_date
from app.reporting.document import Document
from app.reporting.writers import csv, html, json, paper, xlsx
from app.web.editions import NUMBER, edition_of, speech_of
from app.web.identity import services, shelf
from app.web.locale import language, say, speak_once
from app.web.shelf import Answer, answer, shown
from app.web.staff.gate import everyone

if TYPE_CHECKING:  # pages go through actions: values are named here for the checker alone
    from app.storage.publications import Publication
    from app.storage.reports import RunHead

reader = Blueprint("reader", __name__)
reader.before_request(everyone)

CSV, JSON = "text/csv; charset=utf-8", "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A published report as a line of a list."""

    address: str
    title: str
    subtitle: str
    published: str


@reader.before_request
def speak_as_addressed() -> None:
    """Write in the language that the address names, where it names one."""
    speak_once(request.args.get("lang", ""))


@reader.get("/reports/")
def every_report() -> str:
    """The published reports, the latest first."""
    return render_template("report/index.html", reports=published_reports())


@reader.get("/reports/<code>")
def latest(code: str) -> Response:
    """The run of a report that was published last."""
    return _page(_latest(code), is_latest=True)


@reader.get("/reports/<code>.<any(json, csv, xlsx):kind>")
def latest_file(code: str, kind: str) -> Response:
    """That run as a file."""
    return _file(_latest(code), kind)


@reader.get(f"/reports/<code>/{NUMBER}")
def one_run(code: str, number: int) -> Response:
    """A published run at the address by which it is cited."""
    found = _public(code, number)
    newest = analysis.published_head(services().database, code)
    return _page(found, is_latest=newest is None or newest.number == number)


@reader.get(f"/reports/<code>/{NUMBER}.<any(json, csv, xlsx):kind>")
def one_file(code: str, number: int, kind: str) -> Response:
    """A published run as a file."""
    return _file(_public(code, number), kind)


@reader.get(f"/reports/<code>/{NUMBER}/<table>.csv")
def one_table(code: str, number: int, table: str) -> Response:
    """One table of a published run as CSV."""
    found = _public(code, number)
    edition = edition_of(found, is_public=True)

    def made(document: Document) -> Answer:
        if table not in {one.code for one in document.tables}:
            raise NotFound
        content = csv.table(document, table, speech_of(document), edition)
        return answer(content, CSV, f"{code}-{number}-{table}.csv")

    return _kept(found, ("table", table, language()), made)


@reader.get(f"/reports/<code>/{NUMBER}/paper.css")
def paper_style(code: str, number: int) -> Response:
    """What stands in the margins of a printed page of a published run."""
    found = _public(code, number)
    edition = edition_of(found, is_public=True)

    def made(document: Document) -> Answer:
        return answer(paper.sheet(document, speech_of(document), edition).encode(), "text/css")

    return _kept(found, ("paper", language()), made)


def published_reports() -> list[ReportLine]:
    """The published reports as lines of a list, the latest first."""
    return [_line(one) for one in analysis.publications(services().database)]


def _page(head: "RunHead", *, is_latest: bool) -> Response:
    def made(document: Document) -> Answer:
        speech = speech_of(document)
        body = render_template(
            "report/page.html",
            title=document.title[speech],
            drawn=html.report(document, speech, edition_of(head, is_public=True)),
            speech=speech,
            spoken=[code for code in document.languages if code in NAMES],
            published=_published_on(head),
            address=f"/reports/{head.report}/{head.number}",
            newest=None if is_latest else f"/reports/{head.report}",
        )
        return answer(body.encode(), "text/html; charset=utf-8")

    return _kept(head, ("page", language(), is_latest), made)


def _file(head: "RunHead", kind: str) -> Response:
    name = f"{head.report}-{head.number}.{kind}"

    def made(document: Document) -> Answer:
        if kind == "json":
            return answer(json.report(document), JSON, name)
        edition = edition_of(head, is_public=True)
        if kind == "csv":
            return answer(csv.report(document, speech_of(document), edition), CSV, name)
        return answer(xlsx.report(document, speech_of(document), edition), XLSX, name)

    return _kept(head, ("file", kind, language()), made)


def _kept(
    head: "RunHead", key: tuple[object, ...], made: Callable[[Document], Answer]
) -> Response:
    """The answer kept for a run, made from its document where there is none yet."""
    number = head.number
    return shown(
        shelf().answer(
            (number, head.hash, *key),
            lambda: made(analysis.run_of(services().database, number).document),
        )
    )


def _latest(code: str) -> "RunHead":
    found = analysis.published_head(services().database, code)
    if found is None:
        raise NotFound
    return found


def _public(code: str, number: int) -> "RunHead":
    """A run that readers may open.

    Raises
    ------
    NotFound
        There is none, or it was never published: both look alike.
    Gone
        It was published and withdrawn.
    """
    found = analysis.head_of(services().database, number)
    if found is None or found.report != code or found.published_at is None:
        raise NotFound
    if not found.is_public:
        raise Gone
    return found


def _line(one: "Publication") -> ReportLine:
    day = format_date(one.published_at, language(), "UTC")
    return ReportLine(
        address=f"/reports/{one.report}",
        title=said(one.title, language()),
        subtitle=said(one.subtitle, language()),
        published=say(mark("Published on {day}"), day=day),
    )


def _published_on(head: "RunHead") -> str:
    at = head.published_at or head.run_at
    return say(mark("Published on {day}"), day=format_date(at, language(), "UTC"))
