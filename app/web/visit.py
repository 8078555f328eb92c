"""What one request of a firm knows: its response, read in one language, and the wave's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from flask import request, session
from werkzeug.exceptions import NotFound

from app.actions import answering
from app.actions.answering import AnsweringView
from app.actions.posting import Place
from app.language.catalogue import mark
from app.web.identity import services
from app.web.interview import Interview
from app.web.locale import say, speak
from app.web.wave_words import WaveWords, clock, day, least_firms, moment, wave_words


class Notice(NamedTuple):
    """What has happened, told once on the page that follows."""

    text: str
    tone: Literal["success", "warning"] = "success"


@dataclass(frozen=True, slots=True)
class Visit:
    """The response at hand in the language of the page."""

    view: AnsweringView
    interview: Interview
    words: WaveWords

    @property
    def context(self) -> Mapping[str, Any]:
        """What the layout of a firm's pages shows."""
        until = say(mark("The survey closes on {moment}."), moment=self.words.deadline)
        return {
            "wave": self.words,
            "here": request.path,
            "firm": self.view.firm,
            "deadline_line": until,
            "sent_line": self._sent_line(),
            "saved_line": self._saved_line() if self.view.answers else None,
            "notice": Notice(*session.pop("told")) if "told" in session else None,
        }

    @property
    def waiting(self) -> frozenset[Place]:
        """The pages that were left before they could be saved."""
        return frozenset((one.section, one.page) for one in self.view.drafts)

    def _sent_line(self) -> str | None:
        """Of a response that was sent and is open again, that its changes are not sent."""
        sent, receipt = self.view.submitted_at, self.view.receipt
        if self.view.status == "submitted" or sent is None or receipt is None:
            return None
        return sent_before(moment(sent, self.interview.language, self.words.timezone), receipt)

    def _saved_line(self) -> str:
        """When the response was saved last: by the day alone where no more is kept."""
        saved, language = self.view.saved_at, self.interview.language
        if self.view.wave.anonymous:
            return say(mark("Saved on {date}"), date=day(saved, language, "UTC"))
        return say(mark("Saved at {time}"), time=clock(saved, language, self.words.timezone))


def sent_before(when: str, receipt: str) -> str:
    """What is told of a response that was sent and is open again."""
    return say(
        mark(
            "Sent on {moment} and open again: changes count once you send it again. "
            "Receipt number: {receipt}"
        ),
        moment=when,
        receipt=receipt,
    )


def visit(response: str) -> Visit:
    """The response with that id as it stands.

    Raises
    ------
    NotFound
        There is none any more.
    """
    view = answering.answering_view(services().database, response)
    if view is None:
        raise NotFound
    return visit_of(view)


def visit_of(view: AnsweringView) -> Visit:
    """A response that has been read, in the language of the page."""
    language = speak(view.wave.languages)
    questionnaire = view.instrument.questionnaire
    fills = {
        "firm": view.firm or "",
        "receipt": view.receipt or "",
        "min_cell": least_firms(services().surveys, questionnaire.id),
    }
    words = wave_words(view.wave, view.closes_at, questionnaire.title, language, fills)
    interview = Interview(
        instrument=view.instrument,
        answers=view.answers,
        facts=view.facts,
        language=language,
        given=words.fills,
    )
    return Visit(view, interview, words)
