"""`flask demonstration`: invented firms that answer through the same actions as real ones."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from resource import RUSAGE_SELF, getrusage
from time import perf_counter

import click
import numpy as np
from flask.cli import AppGroup

from app.access import tokens
from app.actions import analysis, answering, fieldwork, membership, progress, publishing
from app.actions.answering import Refused
from app.actions.codes import issue_codes
from app.actions.posting import Posted
from app.actions.services import Services
from app.actions.simulating import Sheet, answer_whole, asked_by
from app.collection.response import Contributor
from app.commands.context import now as clock
from app.commands.context import services, services_as_found, told
from app.commands.invented import (
    Firm,
    european_firms,
    firms_of,
    frame_csv,
    japanese_firms,
    taking_part,
)
from app.commands.invented_journey import journey, language_of
from app.questionnaire.instrument import Instrument
from app.storage.database import upgrade

demonstration = AppGroup("demonstration", help="Invented firms with invented answers.")

FILE = "demonstration.json"
SURVEY = "economic_security/2026"
REPORT = "japan_eu"
SEED = 20261014
BY = "demonstration"
EMAIL = "staff@kakehashi.example"
STARTED_BEFORE = timedelta(days=42)
SAID_EVERY_S = 5
"""Seconds after which a load that goes on says how far it is."""
OPEN_FOR = timedelta(days=14)
"""At least so long firms can answer; otherwise until the end that design.yaml plans."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A wave of the demonstration: its frame, how many answer, how many stop half-way."""

    wave: str
    firms: tuple[Firm, ...]
    answering: int
    breaking_off: int


@dataclass(frozen=True, slots=True)
class Sitting:
    """A firm that opens its questionnaire at a moment, and how many pages it then saves.

    It has no code where an interrupted load let it send its answers already.
    """

    firm: Firm
    code: str | None
    at: datetime
    pages: int | None
    seed: tuple[int, ...]


class NotTaken(RuntimeError):
    """Something that an invented firm does is refused."""

    def __init__(self, sitting: Sitting, what: str) -> None:
        super().__init__(f"invented firm {sitting.firm.unit}, {what}")


@demonstration.command("load")
@click.option("--seed", default=SEED, show_default=True, help="What everything is drawn from.")
def load(seed: int) -> None:
    """Invent two panels and let them answer; a database that has them is left alone.

    Tables are made where they are missing. A load that was interrupted is taken up where it
    stopped.
    """
    installation, at = services_as_found(), clock()
    if not installation.demo:
        raise click.ClickException("the demonstration is loaded only with DEMO=1")
    upgrade(installation.database)
    if is_loaded(installation):
        click.echo("The demonstration is loaded already.")
        return
    click.echo("Loading the demonstration, once: invented firms answer page by page …")
    with told():
        fill(installation, seed=seed, now=at)
    click.echo("The demonstration is loaded.")


@demonstration.command("wave")
@click.argument("code", metavar="WAVE")
@click.option("--firms", type=click.IntRange(1), default=1000, show_default=True)
@click.option("--seed", default=SEED, show_default=True, help="What everything is drawn from.")
def one_wave(code: str, firms: int, seed: int) -> None:
    """Invent a frame of so many FIRMS for WAVE, and let every one of them answer.

    The survey has to be published; the wave is opened and marked as simulated, for good. Answers
    are read, checked and stored as those of real firms, in larger batches.
    """
    installation, at, begun = services(), clock(), perf_counter()
    if not installation.demo:
        raise click.ClickException("firms are invented only with DEMO=1")
    with told():
        stored = answer_wave(installation, code, firms, seed=seed, now=at)
    took_s, most_mb = perf_counter() - begun, getrusage(RUSAGE_SELF).ru_maxrss // 1024
    click.echo(f"{code}: {stored} invented firms answered in {took_s:.1f} s, {most_mb} MB at most")


def answer_wave(installation: Services, code: str, firms: int, *, seed: int, now: datetime) -> int:
    """Invent the frame of a wave and answer it whole; how many firms did so now.

    Raises
    ------
    UnknownWave
        There is no such wave.
    ValueError
        The wave has another frame, is closed, or is of neither panel.
    """
    group = fieldwork.wave(installation.database, code).plan.group.code
    drawn = firms_of(group, firms, np.random.default_rng([seed, 3]))
    _begin_fieldwork(
        installation, Panel(code, drawn, firms, 0), begun=now - STARTED_BEFORE, now=now
    )
    there = fieldwork.units(installation.database, code)
    if set(there) != {firm.unit for firm in drawn}:
        raise ValueError(f"wave {code} has another frame, of {len(there)} firms")
    _invite_everybody(installation, code, now=now)
    hasty = installation.database.hasty()
    try:
        sheets = _sheets(asked_by(hasty, code), drawn, seed=seed, now=now)
        return max(answer_whole(hasty, code, sheets), default=0)
    finally:
        hasty.close()


def _invite_everybody(installation: Services, code: str, *, now: datetime) -> None:
    """A code for every firm that has none yet, which nobody is told."""
    total = progress.of_wave(installation.database, code).total
    issue_codes(
        installation.database,
        code,
        count=total.frame - max(total.invited, total.submitted),
        code_key=installation.code_key,
        by=BY,
        now=now,
    )


def _sheets(
    instrument: Instrument, firms: Sequence[Firm], *, seed: int, now: datetime
) -> Iterator[Sheet]:
    """What each firm fills in, from its first page to its last, drawn when it is asked for."""
    for number, firm in enumerate(firms):
        rng = np.random.default_rng([seed, 3, number])
        language = language_of(firm, rng)
        begun = now - STARTED_BEFORE * float(rng.uniform(0.03, 0.97))
        sent = begun + timedelta(minutes=float(rng.uniform(15, 45)))
        visits = journey(instrument, firm, language=language, rng=rng)
        pages = (((visit.section, visit.page), visit.raw) for visit in visits)
        yield Sheet(firm.unit, language, begun, sent, pages)


def is_loaded(installation: Services) -> bool:
    """Whether this database has the whole demonstration already."""
    there = {wave.code for wave in fieldwork.waves(installation.database)}
    return (installation.data / FILE).exists() and {panel.wave for panel in panels(SEED)} <= there


def panels(seed: int) -> tuple[Panel, ...]:
    """Both panels, the same from the same seed."""
    japan, europe = (np.random.default_rng([seed, number]) for number in (1, 2))
    return (
        Panel("2026-jp", japanese_firms(japan), answering=80, breaking_off=9),
        Panel("2026-eu", european_firms(europe), answering=160, breaking_off=38),
    )


def fill(installation: Services, *, seed: int, now: datetime) -> None:
    """Everything that staff and firms do, from publishing the survey to publishing the report."""
    database, begun = installation.database, now - STARTED_BEFORE
    publishing.publish_survey(database, installation.surveys, SURVEY, by=BY, now=begun)
    sittings: list[Sitting] = []
    open_codes: list[dict[str, str]] = []
    for panel in panels(seed):
        _begin_fieldwork(installation, panel, begun=begun, now=now)
        codes = _codes(installation, panel, now=begun)
        drawn = _sittings(panel, codes, seed=seed, now=now)
        sittings += drawn
        open_codes.append(_way_in(panel, codes, drawn))
    let_answer(installation, sittings)
    run = analysis.run_report(
        database,
        REPORT,
        surveys=installation.surveys,
        reports=installation.reports,
        by=BY,
        now=now,
    )
    analysis.publish_run(database, run, by=BY, now=now)
    account = _account(installation, now=now)
    written = {"seed": seed, "codes": open_codes, "accounts": [account]}
    path = installation.data / FILE
    path.touch(mode=0o600)
    path.write_text(json.dumps(written, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def let_answer(installation: Services, sittings: Sequence[Sitting]) -> None:
    """Let the firms answer one after the other, without waiting for the disk at every page.

    What a power cut would lose is answered again by the next load.
    """
    hasty, said = installation.database.hasty(), perf_counter()
    try:
        for number, sitting in enumerate(sorted(sittings, key=lambda one: one.at)):
            if perf_counter() - said >= SAID_EVERY_S:
                said = perf_counter()
                click.echo(f"  {number} of {len(sittings)} firms")
            if sitting.code is not None:
                answer(replace(installation, database=hasty), sitting, sitting.code)
    finally:
        hasty.close()


def answer(installation: Services, sitting: Sitting, code: str) -> None:
    """Let a firm save its pages one after the other and, where it saves all, send them.

    Raises
    ------
    NotTaken
        The model and the questionnaire disagree.
    """
    database, rng = installation.database, np.random.default_rng(sitting.seed)
    language = language_of(sitting.firm, rng)
    opened = answering.open_response(
        database, code, code_key=installation.code_key, language=language, now=sitting.at
    )
    if isinstance(opened, Refused):
        raise NotTaken(sitting, f"opening: {opened.reason}")
    by, at = Contributor(number=opened.contributor), sitting.at
    view = answering.answering_view(database, opened.response_id)
    if view is None:
        raise NotTaken(sitting, "opening: no response")
    for number, visit in enumerate(
        journey(view.instrument, sitting.firm, language=language, rng=rng)
    ):
        if number == sitting.pages:
            return
        at += timedelta(seconds=int(rng.integers(12, 75)))
        posted = Posted(visit.section, visit.page, visit.raw, seen={})
        saved = answering.save_page(
            database, opened.response_id, posted, by=by, language=language, now=at
        )
        if saved.outcome not in {"saved", "findings"} or any(
            finding.level == "hard" for finding in saved.findings
        ):
            raise NotTaken(sitting, f"{visit.page}: {saved.outcome}")
    sent = answering.submit(database, opened.response_id, by=by, now=at)
    if sent.outcome != "submitted":
        raise NotTaken(sitting, f"sending: {sent.outcome}")


def _begin_fieldwork(
    installation: Services, panel: Panel, *, begun: datetime, now: datetime
) -> None:
    """Frame and opening; what an interrupted load has done already is left as it is."""
    database = installation.database
    fieldwork.mark_simulated(database, panel.wave, by=BY, now=begun)
    if not fieldwork.units(database, panel.wave):
        fieldwork.load_frame(database, panel.wave, frame_csv(panel.firms), by=BY, now=begun)
    wave = fieldwork.wave(database, panel.wave)
    if wave.status == "planned":
        late = max(timedelta(0), now + OPEN_FOR - wave.closes_at)
        until = wave.closes_at + timedelta(days=late.days)
        fieldwork.open_wave(database, panel.wave, by=BY, now=begun, until=until)


def _codes(installation: Services, panel: Panel, *, now: datetime) -> dict[str, str]:
    """A code for every firm that has still to answer, by its unit."""
    database, key = installation.database, installation.code_key
    left = progress.of_wave(database, panel.wave).total
    issued = issue_codes(
        database,
        panel.wave,
        count=left.frame - left.submitted,
        code_key=key,
        by=BY,
        now=now,
    )
    units = {firm.name: firm.unit for firm in panel.firms}
    found = ((code, answering.look_up(database, code, code_key=key, now=now)) for code in issued)
    return {units[invited.firm]: code for code, invited in found if invited}


def _sittings(panel: Panel, codes: dict[str, str], *, seed: int, now: datetime) -> list[Sitting]:
    """Who takes part and when: those who answer, and those who stop half-way."""
    rng = np.random.default_rng([seed, len(panel.firms)])
    taking = taking_part(panel.firms, panel.answering + panel.breaking_off, rng)
    order = rng.permutation(len(taking))
    return [
        Sitting(
            firm=taking[index],
            code=codes.get(taking[index].unit),
            at=now - STARTED_BEFORE * float(rng.uniform(0.03, 0.97)),
            pages=None if place < panel.answering else int(rng.integers(2, 20)),
            seed=(seed, len(panel.firms), int(index)),
        )
        for place, index in enumerate(order)
    ]


def _way_in(panel: Panel, codes: dict[str, str], drawn: Sequence[Sitting]) -> dict[str, str]:
    """The code of a firm that has not begun, for whoever looks at the demonstration."""
    begun = {sitting.firm.unit for sitting in drawn}
    free = next(_untouched(panel, begun))
    return {"wave": panel.wave, "name": free.name, "code": codes[free.unit]}


def _untouched(panel: Panel, begun: set[str]) -> Iterator[Firm]:
    return (firm for firm in panel.firms if firm.unit not in begun)


def _account(installation: Services, *, now: datetime) -> dict[str, str]:
    """The account of staff, made unless it is there; its password is this installation's own."""
    password = tokens.digest("DEMONSTRATION", installation.code_key).hex()[:20]
    newcomer = membership.Newcomer(email=EMAIL, name="Demonstration", role="manager")
    known = {line.email for line in membership.every_account(installation.database)}
    if EMAIL not in known:
        membership.create_account(installation.database, newcomer, password, by=BY, now=now)
    return {"email": EMAIL, "password": password}
