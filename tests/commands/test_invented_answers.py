"""Invented firms answer the published questionnaire as it is asked, and as firms might."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.commands.invented import Firm, european_firms, japanese_firms
from app.commands.invented_answers import MESSAGES
from app.commands.invented_journey import journey, language_of
from app.commands.invented_weights import LEANINGS, TABLE
from app.questionnaire.answer import Answer, Status
from app.questionnaire.checks import findings_along
from app.questionnaire.definition import publish, read
from app.questionnaire.instrument import Instrument
from app.questionnaire.items import kind_of
from app.questionnaire.routing import path

SURVEYS = Path(__file__).parents[2] / "surveys"
Answers = Mapping[str, Answer]


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    questionnaire, problems = read(SURVEYS / "economic_security" / "2026", SURVEYS / "library")
    assert questionnaire, problems
    return publish(questionnaire)


@pytest.fixture(scope="module")
def responses(instrument: Instrument) -> list[tuple[Firm, Answers]]:
    rng = np.random.default_rng(11)
    firms = japanese_firms(rng)[:60] + european_firms(rng)[::7]
    return [(firm, answered(instrument, firm, seed)) for seed, firm in enumerate(firms)]


def facts(firm: Firm) -> dict[str, str]:
    return {"country": firm.country, "sector": firm.sector, "size": firm.size}


def answered(instrument: Instrument, firm: Firm, seed: int) -> Answers:
    rng = np.random.default_rng(seed)
    visits = journey(instrument, firm, language=language_of(firm, rng), rng=rng)
    return {code: answer for visit in visits for code, answer in visit.answers.items()}


def test_a_firm_answers_exactly_what_it_is_asked(
    instrument: Instrument, responses: list[tuple[Firm, Answers]]
) -> None:
    for firm, answers in responses:
        assert answers.keys() == path(instrument, answers, facts(firm)).items.keys()


def test_no_check_keeps_an_invented_response_from_being_sent(
    instrument: Instrument, responses: list[tuple[Firm, Answers]]
) -> None:
    for firm, answers in responses:
        findings = findings_along(path(instrument, answers, facts(firm)))
        assert [finding for finding in findings if finding.level == "hard"] == []


def test_what_a_firm_posts_is_read_as_what_it_answers(instrument: Instrument) -> None:
    rng = np.random.default_rng(3)
    firm = japanese_firms(rng)[0]

    for visit in journey(instrument, firm, language="ja", rng=rng):
        items = path(instrument, visit.answers, facts(firm)).questionnaire.items
        for code, answer in visit.answers.items():
            reading = kind_of(items[code]).parse(items[code], visit.raw, "ja")
            assert reading.answer == answer


def test_some_answers_are_blank_or_not_known(responses: list[tuple[Firm, Answers]]) -> None:
    statuses = [answer.status for _, answers in responses for answer in answers.values()]

    assert 0.005 < statuses.count(Status.DONT_KNOW) / len(statuses) < 0.1
    assert 0.005 < statuses.count(Status.NOT_ANSWERED) / len(statuses) < 0.1


def test_the_same_seed_gives_the_same_answers(instrument: Instrument) -> None:
    firm = european_firms(np.random.default_rng(5))[3]

    assert answered(instrument, firm, 9) == answered(instrument, firm, 9)
    assert answered(instrument, firm, 9) != answered(instrument, firm, 10)


def test_the_model_names_only_what_the_questionnaire_has(instrument: Instrument) -> None:
    for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        name, option = line.split(",")[:2]
        code, _, part = name.partition(".")
        item = instrument.questionnaire.items[code]
        inner = {one.code: one for one in item.items}
        if part:
            assert part in inner.keys() | {row.code for row in item.rows}, line
        item = inner.get(part, item)
        shares = {row.code for row in item.rows} if item.kind == "constant_sum" else set()
        assert option in {*item.option_codes, *item.missing_codes, *shares}, line


def test_every_earlier_answer_that_moves_a_later_one_can_be_given(instrument: Instrument) -> None:
    for item, option, earlier, said, _ in LEANINGS:
        for name, code in ((item, option), (earlier, said)):
            outer, _, part = name.partition(".")
            found = instrument.questionnaire.items[outer]
            inner = {one.code: one for one in found.items}.get(part, found)
            assert code in {*inner.option_codes, *inner.missing_codes}, (name, code)


def test_every_item_is_answered_by_somebody(
    instrument: Instrument, responses: list[tuple[Firm, Answers]]
) -> None:
    given = {code for _, answers in responses for code, answer in answers.items() if answer.value}

    assert set(instrument.questionnaire.items) - given == set()


def test_a_firm_contradicts_itself_nowhere(
    instrument: Instrument, responses: list[tuple[Firm, Answers]]
) -> None:
    told = {
        (finding.item, finding.code)
        for firm, answers in responses
        for finding in findings_along(path(instrument, answers, facts(firm)))
    }

    assert [(item, code) for item, code in told if code in {"check", "sum_near"}] == []


def test_a_firm_fills_in_the_core_form_as_well(instrument: Instrument) -> None:
    core = replace(instrument, form="core")
    firms = japanese_firms(np.random.default_rng(4))[:20]

    for seed, firm in enumerate(firms):
        answers = answered(core, firm, seed)
        assert answers.keys() == path(core, answers, facts(firm)).items.keys()
        assert [
            one for one in findings_along(path(core, answers, facts(firm))) if one.level == "hard"
        ] == []
        rows = answers.get("inputs")
        assert rows is None or rows.value is None or len(rows.value) <= 2


def test_every_invented_comment_says_that_it_is_invented() -> None:
    lines = MESSAGES.read_text(encoding="utf-8").splitlines()[1:]

    assert all(
        line.split(",", 2)[2].startswith(("（架空の回答）", "(Invented comment)", '"(Invented'))
        for line in lines
    )
