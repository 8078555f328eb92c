"""A wave as planned: who asks whom, when, in which languages and under which promises."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from jsonschema import Draft202012Validator

SCHEMA = Path(__file__).with_name("wave.schema.json")

PRIVACY = ("controllers", "purpose", "basis", "recipients", "transfer", "retention", "rights")
"""What firms that are really asked are told about their data, in every language of the wave."""

Wordings = Mapping[str, str]
"""One wording per language."""


@dataclass(frozen=True, slots=True)
class WaveProblem:
    """Something in a plan that cannot stand, and where: in words, and part by part."""

    place: str
    message: str
    path: tuple[str | int, ...] = ()

    def __str__(self) -> str:
        """The problem as a line."""
        return f"{self.place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Group:
    """The group of firms that a wave stands for in a table."""

    code: str
    color: str
    label: Wordings


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom a firm asks about the survey."""

    name: Wordings
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class WavePlan:
    """One wave of a survey in one panel.

    Parameters
    ----------
    languages : tuple of str
        Languages offered, the default first.
    opens, closes : datetime
        When answering begins and ends, in the time zone of the panel.
    strata : tuple of str
        Columns of the frame whose values together name a stratum.
    anonymous : bool
        The link between firm and response is cut when the response is sent.
    simulated : bool
        Firms and answers are invented; every figure says so.
    form : {"full", "core"}
        Every item of the instrument is asked, or the core items alone.
    from_counts : bool
        Its answers are made from a published table of counts: simulated, and more than that, no
        two questions of it may be read together.
    privacy : mapping
        The texts of the privacy page by their heading: controllers, purpose, basis and so on.
    """

    code: str
    title: Wordings
    group: Group
    host: Wordings
    partner_host: Wordings | None
    contact: Contact
    languages: tuple[str, ...]
    opens: datetime
    closes: datetime
    timezone: str
    minutes: int
    results_month: Wordings
    deletion_date: date
    strata: tuple[str, ...]
    anonymous: bool
    simulated: bool
    privacy: Mapping[str, Wordings]
    approved_by_counsel: bool
    form: Literal["full", "core"] = "full"
    from_counts: bool = False


def said(wordings: Wordings, language: str) -> str:
    """A wording in a language, or in the first there is."""
    return wordings.get(language) or next(iter(wordings.values()))


def missing_privacy(plan: WavePlan) -> tuple[str, ...]:
    """What the text on personal data still has to say to firms that are really asked.

    Returns
    -------
    tuple of str
        Parts that are missing or blank, with the languages that lack them, such as
        "purpose (en, ja)"; empty for a simulated wave.
    """
    lacking = {
        part: [
            one for one in plan.languages if not plan.privacy.get(part, {}).get(one, "").strip()
        ]
        for part in (() if plan.simulated else PRIVACY)
    }
    return tuple(
        f"{part} ({', '.join(languages)})" for part, languages in lacking.items() if languages
    )


def read_plans(design: object) -> tuple[tuple[WavePlan, ...], tuple[WaveProblem, ...]]:
    """The waves that a design file plans, and every problem it has.

    Parameters
    ----------
    design : object
        What stands in `design.yaml`, read as mappings, sequences and texts.
    """
    problems = _schema_problems(design)
    if problems or not isinstance(design, Mapping):
        return (), problems
    plans = []
    for code, written in design["waves"].items():
        found = _date_problems(str(code), written)
        problems += found
        if not found:
            plans.append(_plan(str(code), written))
    return tuple(plans), problems


def document(design: Mapping[str, object], code: str) -> dict[str, object]:
    """The plan of one wave as it is stored: what the file says, as JSON values."""
    waves = design["waves"]
    if not isinstance(waves, Mapping):
        raise TypeError(f"waves: expected a mapping, got {waves!r}")
    stored: dict[str, object] = json.loads(json.dumps({"waves": {code: waves[code]}}, default=str))
    return stored


def from_document(stored: Mapping[str, object]) -> WavePlan:
    """The plan that `document` made.

    Raises
    ------
    ValueError
        It is no plan of one wave.
    """
    plans, problems = read_plans(stored)
    if problems or len(plans) != 1:
        raise ValueError("; ".join(map(str, problems)) or "expected the plan of one wave")
    return plans[0]


def plan_hash(stored: Mapping[str, object]) -> str:
    """The SHA-256 of a stored plan, in hexadecimal."""
    return sha256(json.dumps(stored, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@cache
def validator() -> Draft202012Validator:
    """The closed schema of `design.yaml`, read once."""
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _schema_problems(design: object) -> tuple[WaveProblem, ...]:
    plain = json.loads(json.dumps(design, default=str))
    found = sorted(validator().iter_errors(plain), key=lambda error: str(error.json_path))
    return tuple(
        WaveProblem(error.json_path, error.message, tuple(error.absolute_path)) for error in found
    )


_DATES = (
    'write opens and closes as "2027-10-01T09:00", deletion_date as "2028-12-31" and the'
    " timezone as Asia/Tokyo"
)


def _date_problems(code: str, written: Mapping[str, object]) -> tuple[WaveProblem, ...]:
    place = f"$.waves.{code}"
    try:
        zone = ZoneInfo(str(written["timezone"]))
        opens, closes = (_moment(written[name], zone) for name in ("opens", "closes"))
        date.fromisoformat(str(written["deletion_date"]))
    except (ValueError, OSError, LookupError) as problem:
        told = f"a date or the time zone cannot be read: {problem}"
        return (WaveProblem(place, f"{told}; {_DATES}", ("waves", code)),)
    if closes <= opens:
        told = f"closes ({written['closes']}) has to come after opens ({written['opens']})"
        return (WaveProblem(place, told, ("waves", code, "closes")),)
    return ()


def _plan(code: str, written: Mapping[str, object]) -> WavePlan:
    plain = json.loads(json.dumps(written, default=str))
    zone = ZoneInfo(plain["timezone"])
    privacy = dict(plain["privacy"])
    approved = privacy.pop("approved_by_counsel")
    return WavePlan(
        code=code,
        title=plain["title"],
        group=Group(**plain["group"]),
        host=plain["host"],
        partner_host=plain.get("partner_host"),
        contact=Contact(**plain["contact"]),
        languages=tuple(plain["languages"]),
        opens=_moment(plain["opens"], zone),
        closes=_moment(plain["closes"], zone),
        timezone=plain["timezone"],
        minutes=plain["minutes"],
        results_month=plain["results_month"],
        deletion_date=date.fromisoformat(plain["deletion_date"]),
        strata=tuple(plain["strata"]),
        anonymous=plain["anonymous"],
        simulated=plain.get("simulated", False),
        privacy=privacy,
        approved_by_counsel=approved,
        form=plain.get("form", "full"),
        from_counts=plain.get("from_counts", False),
    )


def _moment(written: object, zone: ZoneInfo) -> datetime:
    """A local time of the panel, as UTC: it stays the same when the zone's rules change."""
    local = datetime.fromisoformat(str(written))
    if local.tzinfo is None:
        local = local.replace(tzinfo=zone)
    return local.astimezone(UTC)
