"""A wave in the words of staff and of readers: its title, its state, its dates."""

from collections.abc import Mapping
from datetime import datetime

from babel import Locale

from app.actions.fieldwork import WaveView
from app.collection.wave import Wordings, said
from app.language.catalogue import mark
from app.web.locale import clock, language, say

STATES: Mapping[str, tuple[str, str]] = {
    "planned": (mark("Planned"), ""),
    "open": (mark("Open"), "under-way"),
    "closed": (mark("Closed"), "good"),
}
"""How each state of a wave is said, and its tone."""

WHEN: Mapping[str, str] = {
    "planned": mark("Not open yet. Planned from {opens} to {closes}."),
    "open": mark("Answers are taken until {closes}."),
    "closed": mark("Answers are no longer taken."),
}


def in_words(wordings: Wordings) -> str:
    """A wording of the wave in the language of the page."""
    return said(wordings, language())


def state_of(wave: WaveView) -> str:
    """The state of a wave in words."""
    return say(STATES[wave.status][0])


def tone_of(wave: WaveView) -> str:
    """The tone in which the state is shown."""
    return STATES[wave.status][1]


def when(wave: WaveView) -> str:
    """Until when answers are taken, by the clock of the panel."""
    return say(
        WHEN[wave.status],
        opens=moment(wave, wave.opens_at),
        closes=moment(wave, wave.closes_at),
    )


def moment(wave: WaveView, at: datetime) -> str:
    """Day and time by the clock of the panel, which is named."""
    return clock(at, wave.plan.timezone)


def stratum_name(stratum: str) -> str:
    """A stratum as it is read: a country by its name, anything else by its code."""
    country = Locale(language()).territories.get(stratum)
    return say(mark("{name} ({code})"), name=country, code=stratum) if country else stratum
