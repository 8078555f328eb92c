"""Items answered by putting a few options in order, the most important first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.language.catalogue import gettext, mark
from app.questionnaire.answer import BLANK, Answer, Finding, Status
from app.questionnaire.codebook import Variable
from app.questionnaire.instrument import Item
from app.questionnaire.kinds import fields
from app.questionnaire.kinds.choices import chosen_codes
from app.questionnaire.kinds.kind import (
    Cell,
    Raw,
    Reading,
    Value,
    is_substantive,
    missing_answer,
    missing_label,
)
from app.questionnaire.kinds.others import (
    about_other,
    exclusive,
    is_text_apart,
    labelled,
    other_cell,
    other_text,
    other_variable,
    raw_other,
    specified,
)
from app.questionnaire.text import Text
from app.questionnaire.types import Type

_PLACE = mark("Rank {n}")
_PLACED = mark("{n}. {label}")


def places(item: Item) -> range:
    """The ranks that can be given, from 1."""
    return range(1, (item.max_choices or len(item.options)) + 1)


def place_name(item: Item, place: int) -> str:
    """The field and the column of a rank."""
    return f"{item.code}__{place}"


def place_label(place: int, language: str) -> str:
    """What a rank is called."""
    return gettext(language, _PLACE, n=place)


@dataclass(frozen=True, slots=True)
class Rank:
    """Up to k options, each at its rank; fewer may be given, without a gap.

    An option that excludes others, and a missing code, stands alone at the first rank.
    """

    def parse(self, item: Item, raw: Raw, language: str) -> Reading:
        """The options in order; a text typed beside none of them puts its option first."""
        del language
        came = {place: fields.chosen(raw, place_name(item, place)) for place in places(item)}
        found = _about_fields(item, came)
        if found:
            return Reading(findings=found)
        by_place = {place: codes[0] for place, codes in came.items() if codes}
        codes = tuple(by_place.values())
        found = _alone(item, codes) or (*_gaps(item, by_place), *_repeated(item, by_place))
        if codes and is_text_apart(item, raw, codes):
            found += _unchosen(item)
        if found:
            return Reading(findings=found)
        if codes and codes[0] in item.missing_codes:
            return Reading(missing_answer(codes[0]))
        return _given(item, raw, codes)

    def raw(self, item: Item, answer: Answer, language: str) -> dict[str, list[str]]:
        """The code at each rank, and the text beside one of them."""
        del language
        code = str(answer.status)
        if code in item.missing_codes:
            return {place_name(item, 1): [code]}
        if not is_substantive(answer):
            return {}
        ranked = enumerate(chosen_codes(answer), start=1)
        posted = {place_name(item, at): [code] for at, code in ranked}
        return {**posted, **raw_other(item, answer)}

    def findings(self, item: Item, answer: Answer) -> tuple[Finding, ...]:
        """Unknown codes, one ranked twice, too many, an exclusive one beside others."""
        if not is_substantive(answer):
            return ()
        codes = chosen_codes(answer)
        found = fields.unknown(item, codes, item.options) or _alone(item, codes)
        if found:
            return found
        if len(codes) > len(places(item)):
            params = {"k": str(len(places(item))), "n": str(len(codes))}
            found = (Finding("count_max", item.code, params=params),)
        found += _repeated(item, dict(enumerate(codes, start=1)))
        return (*found, *about_other(item, answer, codes))

    def describe(
        self, item: Item, answer: Answer, language: str, fills: Mapping[str, str]
    ) -> tuple[str, ...]:
        """A line for each rank; an option that excludes others has none."""
        if not is_substantive(answer):
            return missing_label(item, answer, language, fills)
        codes = chosen_codes(answer)
        labels = [labelled(item, code, answer, language, fills) for code in codes]
        if len(codes) == 1 and _is_exclusive(item, codes[0]):
            return tuple(labels)
        ranked = enumerate(labels, start=1)
        return tuple(gettext(language, _PLACED, n=at, label=label) for at, label in ranked)

    def value(self, item: Item, answer: Answer) -> Value:
        """The codes, the most important first."""
        del item
        return chosen_codes(answer) if is_substantive(answer) else None

    def row_values(self, item: Item, answer: Answer) -> Mapping[str, Value]:
        """The code at each rank under `item__1` and so on; None where fewer were given."""
        codes = chosen_codes(answer) if is_substantive(answer) else ()
        return {place_name(item, place): _at(codes, place) for place in places(item)}

    def value_types(self, item: Item) -> Mapping[str, Type]:
        """Several codes, and one code at each rank."""
        codes = frozenset(item.option_codes) | frozenset(item.missing_codes)
        ranked = {place_name(item, place): Type("code", codes) for place in places(item)}
        return {item.code: Type("codes", codes), **ranked}

    def variables(self, item: Item) -> tuple[Variable, ...]:
        """A column of codes for each rank, and one of text where an option opens a text."""
        codes = {option.code: option.label for option in (*item.options, *item.missing)}
        ranked = tuple(
            Variable(
                place_name(item, place),
                item.short,
                item.code,
                "code",
                part=str(place),
                part_label=_place_text(item, place),
                codes=codes,
            )
            for place in places(item)
        )
        return (*ranked, *other_variable(item))

    def cells(self, item: Item, answer: Answer | None) -> Mapping[str, Cell]:
        """The code at each rank; an exclusive or missing code at the first."""
        codes: tuple[str, ...] = ()
        if answer is not None and str(answer.status) in item.missing_codes:
            codes = (str(answer.status),)
        elif answer is not None and is_substantive(answer):
            codes = chosen_codes(answer)
        ranked = {place_name(item, place): _at(codes, place) for place in places(item)}
        return {**ranked, **other_cell(item, answer)}


def _about_fields(item: Item, came: Mapping[int, Sequence[str]]) -> tuple[Finding, ...]:
    """Ranks that hold a code that is not offered, or more than one."""
    offered = (*item.options, *item.missing)
    return tuple(
        Finding("list_unknown" if fields.unknown(item, codes, offered) else "one_answer",
                item.code, part=str(place))
        for place, codes in came.items()
        if len(codes) > 1 or fields.unknown(item, codes, offered)
    )  # fmt: skip


def _given(item: Item, raw: Raw, codes: tuple[str, ...]) -> Reading:
    other, found = other_text(item, raw)
    if not codes and other is None:
        return Reading(BLANK, found)
    return Reading(Answer(Status.GIVEN, codes or (specified(item),), other), found)


def _alone(item: Item, codes: Sequence[str]) -> tuple[Finding, ...]:
    """A finding where an exclusive option or a missing code does not stand alone."""
    if len(codes) < 2:
        return ()
    alone = [code for code in codes if _is_exclusive(item, code)]
    if not alone:
        return ()
    offered = {**item.option_codes, **item.missing_codes}
    return (exclusive(item, offered[alone[0]]),)


def _is_exclusive(item: Item, code: str) -> bool:
    option = item.option_codes.get(code)
    return code in item.missing_codes or (option is not None and option.exclusive)


def _gaps(item: Item, by_place: Mapping[int, str]) -> tuple[Finding, ...]:
    """A finding at each rank that was left out before a lower one."""
    last = max(by_place, default=0)
    if len(by_place) == 1 and _is_exclusive(item, by_place[last]):
        return ()
    return tuple(
        Finding("rank_gap", item.code, params={"n": str(place)}, part=str(place))
        for place in range(1, last)
        if place not in by_place
    )


def _repeated(item: Item, by_place: Mapping[int, str]) -> tuple[Finding, ...]:
    """A finding at each rank whose option stands at a higher one already."""
    found: list[Finding] = []
    seen: set[str] = set()
    for place, code in by_place.items():
        if code in seen:
            texts = {"label": item.option_codes[code].label}
            found.append(Finding("rank_distinct", item.code, part=str(place), texts=texts))
        seen.add(code)
    return tuple(found)


def _unchosen(item: Item) -> tuple[Finding, ...]:
    texts = {"label": item.option_codes[specified(item)].label}
    return (Finding("other_unchosen", item.code, texts=texts, part="other"),)


def _at(codes: Sequence[str], place: int) -> str | None:
    return codes[place - 1] if place <= len(codes) else None


def _place_text(item: Item, place: int) -> Text:
    said = {language: place_label(place, language) for language in item.short.wordings}
    return Text(item.short.base, said)
