"""One response as it stands, read in one language: its path, its words, what is still open."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from app.language.catalogue import gettext, mark
from app.language.findings import say
from app.questionnaire.answer import Answers, Finding
from app.questionnaire.fills import resolve_on
from app.questionnaire.instrument import Instrument, Item
from app.questionnaire.routing import Path, Step, path
from app.web.forms import ItemSpec, filled, item_spec


@dataclass(frozen=True)
class Interview:
    """One response as it stands, read in one language."""

    instrument: Instrument
    answers: Answers
    facts: Mapping[str, str]
    language: str
    given: Mapping[str, str]

    @cached_property
    def path(self) -> Path:
        """The pages that the firm is asked, in order."""
        return path(self.instrument, self.answers, self.facts)

    @cached_property
    def fills(self) -> Mapping[str, str]:
        """The words that are this firm's own."""
        return resolve_on(
            self.instrument.questionnaire,
            self.path,
            self.answers,
            facts=self.facts,
            language=self.language,
            given=self.given,
        )

    def say(self, msgid: str, **params: object) -> str:
        """A wording of the interface."""
        return gettext(self.language, msgid, **params)

    def named(self, item: Item) -> str:
        """An item by its number and its short name."""
        return f"{item.num} {item.short.say(self.language, self.fills)}"

    def sentence(self, finding: Finding) -> str:
        """What a finding tells the firm."""
        item = self.instrument.questionnaire.items.get(finding.item)
        params = finding.fillings(self.language, self.fills)
        if item is not None:
            params.setdefault("num", item.num)
        if finding.code == "conflict":
            params.setdefault("name", self.say(mark("Somebody else")))
        return say(finding.code, params, self.language)

    def sentence_apart(self, finding: Finding) -> str:
        """The same where the item is out of sight: with its number, unless it is named already."""
        said = self.sentence(finding)
        item = self.instrument.questionnaire.items.get(finding.item)
        if item is None or item.num in said:
            return said
        return f"{item.num}{self.say(': ')}{said}"

    def spec(self, item: Item) -> ItemSpec:
        """The item as this firm is asked."""
        spec = item_spec(self.instrument, item, self.language)
        return filled(spec, self.fills) if spec.has_fills else spec

    def is_complete(self, step: Step) -> bool:
        """Whether every item of a page has been saved, be it blank."""
        return all(item.code in self.answers for item in step.items)

    def open_step(self, section: str | None = None) -> Step | None:
        """The first page that is not complete, in the whole or in one section."""
        steps = (step for step in self.path.pages if section in {None, step.section.code})
        return next((step for step in steps if not self.is_complete(step)), None)


def address(step: Step) -> str:
    """Where a page of questions stands."""
    return f"/answer/{step.section.code}/{step.page.code}"
