"""A questionnaire as the one mapping that stands for its content."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from app.language.numbers import canonical
from app.questionnaire.instrument import (
    Check,
    Fill,
    Item,
    Option,
    Passage,
    Questionnaire,
    Section,
)
from app.questionnaire.text import Text

FORMAT = 1


def to_mapping(questionnaire: Questionnaire) -> dict[str, object]:
    """The definition as a mapping in the form of the file, each wording with all its languages."""
    base, *also = questionnaire.languages
    return _without_nothing({
        "format": FORMAT,
        "id": questionnaire.id,
        "title": _text(questionnaire.title),
        "languages": {"base": base, "also": also},
        "lists": dict(questionnaire.lists),
        "fills": {fill.name: _fill(fill) for fill in questionnaire.fills},
        "intro": _passage(questionnaire.intro),
        "closing": _passage(questionnaire.closing),
        "sections": [_section(section) for section in questionnaire.sections],
        "retired": dict(questionnaire.retired),
    })  # fmt: skip


def texts(questionnaire: Questionnaire) -> Iterable[Text]:
    """Every wording of a questionnaire."""
    yield questionnaire.title
    for fill in questionnaire.fills:
        yield from (case.text for case in fill.cases)
        yield from fill.label_for.values()
    for passage in (questionnaire.intro, questionnaire.closing):
        if passage:
            yield from (passage.heading, passage.lead)
            for point in passage.points:
                yield from (point.title, point.text)
    for section in questionnaire.sections:
        yield from _present(section.title, section.intro, section.contributor)
    for item in questionnaire.items.values():
        yield from item_texts(item)


def item_texts(item: Item) -> Iterable[Text]:
    """Every wording of an item."""
    yield from _present(item.wording, item.help, item.unit, item.row_name, item.row_label)
    yield from (item.short,) if item.short is not item.wording else ()
    yield from (*item.include, *item.exclude)
    yield from (option.label for option in (*item.options, *item.missing))
    yield from (row.label for row in item.rows)
    yield from (check.text for check in item.checks)
    yield from (variant.wording for variant in item.variants)
    for inner in item.items:
        yield from item_texts(inner)


def _present(*found: Text | None) -> Iterable[Text]:
    return (text for text in found if text is not None)


def _section(section: Section) -> dict[str, object]:
    return _without_nothing({
        "code": section.code,
        "letter": section.letter,
        "title": _text(section.title),
        "intro": _text(section.intro),
        "contributor": _text(section.contributor),
        "items": [_item(item, page.code) for page in section.pages for item in page.items],
    })  # fmt: skip


def _item(item: Item, page: str) -> dict[str, object]:
    return _without_nothing({
        "code": item.code,
        "num": item.num,
        "kind": item.kind,
        "concept": item.concept,
        "role": item.role,
        "page": page if page != item.code else None,
        "wording": _text(item.wording),
        "short": _text(item.short),
        "help": _text(item.help),
        "unit": _text(item.unit),
        "include": [_text(text) for text in item.include],
        "exclude": [_text(text) for text in item.exclude],
        "ask_if": item.ask_if.source if item.ask_if else None,
        "required": item.required,
        "core": item.core,
        "allow_estimate": item.allow_estimate,
        "seconds": item.seconds or None,
        "decimals": item.decimals or None,
        "min": _number(item.min),
        "max": _number(item.max),
        "max_choices": item.max_choices,
        "max_length": item.max_length,
        "options_from": item.options_from,
        "order": item.order,
        "rows_from": item.rows_from,
        "options": [_option(option) for option in item.options],
        "missing": [_option(option) for option in item.missing],
        "rows": [{"code": row.code, "label": _text(row.label)} for row in item.rows],
        "items": [_inner(inner, item) for inner in item.items],
        "max_rows": item.max_rows,
        "core_max_rows": item.core_max_rows,
        "row_name": _text(item.row_name),
        "row_label": _text(item.row_label),
        "hide": [
            _without_nothing({
                "if": hiding.condition.source,
                "codes": sorted(hiding.codes),
                "groups": sorted(hiding.groups),
            })
            for hiding in item.hide
        ],
        "checks": [_check(check) for check in item.checks],
        "variants": [
            {
                "if": variant.condition.source,
                "wording": _text(variant.wording),
                "comparability": variant.comparability,
            }
            for variant in item.variants
        ],
        "continues": [
            _without_nothing({"source": one.source, "item": one.item, "note": one.note})
            for one in item.continues
        ],
        "comparability": item.comparability,
        "note": item.note,
    })  # fmt: skip


def _inner(inner: Item, outer: Item) -> dict[str, object]:
    """An item of a roster, without what it has from the roster."""
    mapping = _item(inner, inner.code)
    from_outer = {
        "concept": outer.concept,
        "role": outer.role,
        "short": mapping["wording"],
        "comparability": "new",
    }
    return {key: value for key, value in mapping.items() if value != from_outer.get(key)}


def _option(option: Option) -> dict[str, object]:
    return _without_nothing({
        "code": option.code,
        "label": _text(option.label),
        "exclusive": option.exclusive,
        "specify": option.specify,
        "group": option.group,
        "value": option.value,
        "readings": dict(option.readings),
        "aliases": {language: list(names) for language, names in option.aliases.items()},
    })  # fmt: skip


def _check(check: Check) -> dict[str, object]:
    return _without_nothing({
        "code": check.code,
        "level": check.level,
        "text": _text(check.text),
        "if": check.condition.source if check.condition else None,
        "rule": check.rule,
        "settings": _plain(check.settings),
    })  # fmt: skip


def _fill(fill: Fill) -> object:
    if fill.label_of:
        label_for = {code: _text(text) for code, text in fill.label_for.items()}
        return _without_nothing({"label_of": fill.label_of, "label_for": label_for})
    return [
        _without_nothing({
            "if": case.condition.source if case.condition else None,
            "text": _text(case.text),
        })
        for case in fill.cases
    ]  # fmt: skip


def _passage(passage: Passage | None) -> object:
    if passage is None:
        return None
    points = [
        {"code": point.code, "title": _text(point.title), "text": _text(point.text)}
        for point in passage.points
    ]
    return {"heading": _text(passage.heading), "lead": _text(passage.lead), "points": points}


def _text(text: Text | None) -> object:
    return None if text is None else dict(text.wordings)


def _number(number: Decimal | None) -> str | None:
    return None if number is None else canonical(number)


def _plain(value: object) -> object:
    """Settings with decimals as text, which is how the rules read them."""
    if isinstance(value, Decimal):
        return canonical(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def _without_nothing(mapping: Mapping[str, object]) -> dict[str, object]:
    """What says something: nothing empty, nothing false."""
    return {key: value for key, value in mapping.items() if value or type(value) is int}
