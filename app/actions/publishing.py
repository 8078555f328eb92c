"""A survey folder checked, and published as an instrument with its waves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.actions import designing
from app.actions.instruments import instrument as published_before
from app.actions.instruments import plan as planned_before
from app.collection import wave as planning
from app.collection.wave import WavePlan
from app.questionnaire import definition
from app.questionnaire.instrument import Instrument, Questionnaire
from app.questionnaire.problem import Problem
from app.questionnaire.succession import differences
from app.storage import audit, surveys
from app.storage.database import Database
from app.storage.surveys import Wave

if TYPE_CHECKING:
    from sqlalchemy import Connection  # only storage speaks SQL: named here for the checker


class Unpublishable(ValueError):
    """The survey has problems, all of them told, that keep it from being published."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Checked:
    """A survey folder as it was read, with everything that is wrong with it."""

    questionnaire: Questionnaire | None
    plans: tuple[WavePlan, ...]
    problems: tuple[Problem, ...]
    design: Mapping[str, object]

    @property
    def is_sound(self) -> bool:
        """Whether it can be published: there may be warnings, but no problem."""
        return self.questionnaire is not None and all(
            problem.severity == "warning" for problem in self.problems
        )


@dataclass(frozen=True, slots=True)
class Published:
    """What was published: the instrument, whether it is new, and the waves that use it.

    `planned` are the waves that were there before and have another plan, or instrument, now.
    """

    instrument: Instrument
    is_new: bool
    waves: tuple[str, ...]
    planned: tuple[str, ...] = ()


def survey_folders(surveys_folder: Path) -> Iterator[str]:
    """The surveys that stand in a folder, as `series/wave`, in alphabetical order."""
    for found in sorted(surveys_folder.glob("*/*/questionnaire.yaml")):
        yield str(found.parent.relative_to(surveys_folder))


def check_survey(surveys_folder: Path, name: str) -> Checked:
    """The questionnaire and the waves of a survey, with every problem at once."""
    folder = surveys_folder / name
    questionnaire, problems = definition.read(folder, surveys_folder / "library")
    planned = designing.read_design(folder)
    problems += planned.problems
    if questionnaire is not None:
        problems += designing.form_problems(folder, questionnaire, planned.plans)
    problems += designing.series_problems(folder)
    problems += designing.policy_problems(folder)
    return Checked(questionnaire, planned.plans, problems, planned.design)


def publish_survey(
    database: Database, surveys_folder: Path, name: str, *, by: str, now: datetime
) -> Published:
    """Publish the questionnaire of a survey and make or renew its waves.

    Publishing the same again changes nothing. Responses stay on the instrument they began with.

    Raises
    ------
    Unpublishable
        The files have problems, or a wave cannot be what they say any more.
    """
    checked = check_survey(surveys_folder, name)
    if not checked.is_sound or checked.questionnaire is None:
        raise Unpublishable(tuple(str(problem) for problem in checked.problems))
    instrument = definition.publish(checked.questionnaire)
    with database.write() as connection:
        is_new = surveys.add_instrument(
            connection,
            instrument.hash,
            instrument.canonical,
            questionnaire=checked.questionnaire.id,
            by=by,
            now=now,
        )
        planned = tuple(
            plan.code
            for plan in checked.plans
            if _plan(connection, database, instrument, plan, checked.design)
        )
        codes = tuple(plan.code for plan in checked.plans)
        audit.record(
            connection,
            "survey.published",
            by=by,
            about=checked.questionnaire.id,
            now=now,
            detail={"instrument": instrument.hash, "waves": list(codes)},
        )
    return Published(instrument, is_new, codes, planned)


def _plan(
    connection: "Connection",
    database: Database,
    instrument: Instrument,
    plan: WavePlan,
    design: Mapping[str, object],
) -> bool:
    """Make a wave, or renew the one that is there; whether one that was there is another now."""
    stored = planning.document(design, plan.code)
    wanted = _wave(instrument, plan, planning.plan_hash(stored))
    before = surveys.wave_to_change(connection, plan.code)
    if before is None:
        surveys.add_wave(connection, wanted, stored)
        return False
    _refuse_another_form(before, planned_before(database, before.plan_hash), plan)
    begun = surveys.has_responses(connection, plan.code)
    if before.questionnaire == wanted.questionnaire:
        asked = published_before(database, before.instrument_hash)
        _refuse_another_instrument(before, asked, instrument, has_begun=begun)
    renewed = _renewed(before, wanted, has_begun=begun)
    surveys.change_wave(connection, renewed, stored)
    return renewed != before


def _wave(instrument: Instrument, plan: WavePlan, plan_hash: str) -> Wave:
    return Wave(
        code=plan.code,
        questionnaire=instrument.questionnaire.id,
        instrument_hash=instrument.hash,
        status="planned",
        anonymous=plan.anonymous,
        simulated=plan.simulated,
        opens_at=plan.opens,
        closes_at=plan.closes,
        plan_hash=plan_hash,
    )


def _refuse_another_instrument(
    before: Wave, asked: Instrument, instrument: Instrument, *, has_begun: bool
) -> None:
    """Keep a wave from an instrument that its responses do not fit."""
    if asked.hash == instrument.hash:
        return
    if before.status == "closed":
        told = f"wave {before.code} is closed and keeps its questionnaire; undo what was changed"
        raise Unpublishable((told,))
    if has_begun:
        differing = tuple(differences(asked.questionnaire, instrument.questionnaire))
        if differing:
            told = f"wave {before.code} has responses; only wordings may change now"
            raise Unpublishable(tuple(f"{told}: {difference}" for difference in differing))


def _refuse_another_form(before: Wave, planned: WavePlan, plan: WavePlan) -> None:
    """Keep a wave that has opened to the form that its firms were asked to fill in."""
    if before.status == "planned" or planned.form == plan.form:
        return
    told = f"wave {before.code} is {before.status} and asks the {planned.form} form"
    raise Unpublishable((f"{told}; a wave keeps its form once it has opened",))


def _renewed(before: Wave, wanted: Wave, *, has_begun: bool) -> Wave:
    """The wave after publishing again; what firms were promised stays."""
    if before.questionnaire != wanted.questionnaire:
        told = f"wave {before.code} belongs to {before.questionnaire}; give this one another code"
        raise Unpublishable((told,))
    if has_begun and before.anonymous != wanted.anonymous:
        told = (
            f"wave {before.code} has responses, which were promised anonymous={before.anonymous}"
        )
        raise Unpublishable((told,))
    if before.status == "planned":
        return wanted
    return replace(
        wanted,
        status=before.status,
        simulated=before.simulated or wanted.simulated,
        opens_at=before.opens_at,
        closes_at=before.closes_at,
    )
