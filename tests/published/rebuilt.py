"""Published waves rebuilt from their counts, by the commands that a researcher types."""

import csv
import io
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from app import create_app
from app.actions import analysis
from app.actions.analysis import Wanted
from app.actions.instruments import instrument
from app.actions.services import Services
from app.questionnaire.instrument import Item, Questionnaire
from app.reporting.published import PublishedFigure, published
from app.storage import surveys
from tests.conftest import installation
from tests.web.client import StrictClient

ROOT = Path(__file__).parents[2]
FILE = ROOT / "reports/published/published_figures.csv"
FIXTURES = ROOT / "tests/questionnaires/published"
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
REST = "rest"


@dataclass(frozen=True)
class Rebuilt:
    """A wave of the file: its survey, how many firms were asked and took part, where they are."""

    survey: str
    wave: str
    of: tuple[tuple[str, str, str], ...]
    asked: int
    firms: int
    country: str
    is_final: bool = True

    @property
    def report(self) -> str:
        """The report that shows every question of the wave."""
        return self.wave.replace("-", "_")

    @property
    def kind(self) -> str:
        """How the responses are frozen."""
        return "final" if self.is_final else "provisional"

    @property
    def label(self) -> str:
        """Under which name they are frozen."""
        return f"{self.kind}, n={self.firms}"


IOG = "IOG/API 100"
WAVES = (
    Rebuilt("iog_100/2021", "iog-2021", ((IOG, "2021", "final"),), 100, 100, "JP"),
    Rebuilt(
        "iog_100/2022_quick",
        "iog-2022-quick",
        ((IOG, "2022", "provisional n=79"),),
        *(100, 79, "JP"),
        is_final=False,
    ),
    Rebuilt(
        "iog_100/2022_booklet",
        "iog-2022-booklet",
        ((IOG, "2022", "final (booklet) n=81"),),
        *(100, 81, "JP"),
    ),
    Rebuilt(
        "iog_100/2023",
        "iog-2023",
        ((IOG, "2023", "provisional n=80"),),
        *(107, 80, "JP"),
        is_final=False,
    ),
    Rebuilt(
        "iog_100/2024",
        "iog-2024",
        ((IOG, "2024", "provisional n=70"), (IOG, "2024", "later")),
        *(105, 70, "JP"),
        is_final=False,
    ),
    Rebuilt(
        "ecb_leading/2023",
        "ecb-2023",
        (("ECB leading firms Jul-Aug 2023", "2023", "final"),),
        *(65, 65, "EU"),
    ),
    Rebuilt(
        "chamber_flash/2025",
        "chamber-2025",
        (("EU Chamber flash Nov 2025", "2025", "final"),),
        *(131, 131, "CN"),
    ),
)


def figures() -> tuple[PublishedFigure, ...]:
    """Every published figure, with a count or without."""
    found, problems = published(FILE.read_bytes())
    assert problems == ()
    return found


def counted(wave: Rebuilt) -> tuple[PublishedFigure, ...]:
    """The figures of a wave that have a count."""
    return tuple(
        figure
        for figure in figures()
        if figure.key[:3] in wave.of and figure.count is not None and figure.base is not None
    )


def option_of(item: Item, figure: PublishedFigure) -> str:
    """The code of the option that a figure is of, by its label as published."""
    (code,) = [
        option.code
        for option in item.options
        if option.label.wordings["en"] == figure.option["en"]
        and option.label.wordings["ja"] == figure.option.get("ja", option.label.wordings["ja"])
    ]
    return code


def counts_of(wave: Rebuilt, questionnaire: Questionnaire) -> str:
    """The counts of a wave as CSV; what they leave over of a base goes to the rest."""
    rows: dict[str, dict[str, int]] = {}
    bases: dict[str, int] = {}
    for figure in counted(wave):
        item = questionnaire.items[figure.question]
        rows.setdefault(item.code, {})[option_of(item, figure)] = figure.count or 0
        bases[item.code] = figure.base or 0
    for code, counts in rows.items():
        if REST in questionnaire.items[code].option_codes:
            counts[REST] = bases[code] - sum(counts.values())
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(("item", "option", "count", "base"))
    writer.writerows(
        (code, option, count, bases[code])
        for code, counts in rows.items()
        for option, count in counts.items()
    )
    return written.getvalue()


@dataclass(frozen=True)
class Installation:
    """An application with every wave rebuilt and every report published."""

    app: Flask
    folder: Path

    @property
    def services(self) -> Services:
        """What the actions need."""
        found = self.app.extensions["kakehashi"]
        assert isinstance(found, Services)
        return found

    def type(self, *arguments: str) -> str:
        """What a command prints; it has to succeed."""
        result = self.app.test_cli_runner().invoke(args=list(arguments))
        assert result.exit_code == 0, result.output
        return str(result.stdout)

    def refused(self, *arguments: str) -> str:
        """What a command says that cannot go on."""
        result = self.app.test_cli_runner().invoke(args=list(arguments))
        assert result.exit_code != 0, result.output
        return str(result.output)

    def reader(self, language: str) -> StrictClient:
        """A strict reader of a language."""
        made = self.app.test_client()
        assert isinstance(made, StrictClient)
        made.language = language
        return made

    def questionnaire(self, wave: Rebuilt) -> Questionnaire:
        """What the firms of a wave were asked."""
        with self.services.database.read() as connection:
            found = surveys.wave(connection, wave.wave)
        assert found is not None
        return instrument(self.services.database, found.instrument_hash).questionnaire

    def tabulated(self, wave: Rebuilt) -> Mapping[str, Mapping[str, object]]:
        """The tables of a wave by item, as `flask tabulate --json` prints them."""
        document = json.loads(self.type("tabulate", wave.wave, "--json"))
        assert document["simulated"] is True
        assert document["waves"][0]["from_counts"] is True
        return {item["item"]: item for item in document["items"]}


def installed(folder: Path, surveys_folder: Path = FIXTURES / "surveys") -> Iterator[Installation]:
    """An empty installation with surveys of its own, and the reports of the published waves."""
    reports = folder / "reports"
    shutil.copytree(FIXTURES / "reports", reports)
    shutil.copy(ROOT / "reports/palette.yaml", reports)
    app = create_app(replace(installation(folder), surveys=surveys_folder, reports=reports))
    app.test_client_class = StrictClient
    made = Installation(app, folder)
    made.type("database", "upgrade")
    yield made
    made.services.database.close()


def rebuild(here: Installation, wave: Rebuilt) -> None:
    """Put a wave through every layer, from its questionnaire to its published report."""
    frame, counts, answers = (here.folder / f"{wave.wave}.{what}.csv" for what in "fca")
    here.type("survey", "check", wave.survey)
    here.type("survey", "publish", wave.survey)
    stand_ins = here.type("frame", "stand-ins", str(wave.asked), "--country", wave.country)
    frame.write_text(stand_ins, encoding="utf-8")
    here.type("frame", "load", wave.wave, str(frame))
    counts.write_text(counts_of(wave, here.questionnaire(wave)), encoding="utf-8")
    firms = ("--firms", str(wave.firms), "--out", str(answers))
    here.type("response", "from-counts", wave.wave, str(counts), *firms)
    here.type("response", "load", wave.wave, str(answers))
    here.type("wave", "open", wave.wave, "--until", "2999-12-31")
    if wave.is_final:
        here.type("wave", "close", wave.wave)
    kind = ("--kind", wave.kind, "--label", wave.label)
    snapshot = int(here.type("wave", "freeze", wave.wave, *kind))
    services = here.services
    number = analysis.run_report(
        services.database,
        Wanted(wave.report, {wave.wave: snapshot}),
        surveys=services.surveys,
        reports=services.reports,
        by="a test",
        now=NOW,
    )
    analysis.publish_run(services.database, number, by="a test", now=NOW)
