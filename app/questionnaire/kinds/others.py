"""The text that an option opens, and options as they are said with it."""

from collections.abc import Mapping, Sequence

from app.language.catalogue import gettext
from app.questionnaire.answer import Answer, Finding
from app.questionnaire.codebook import Variable
from app.questionnaire.instrument import Item, Option
from app.questionnaire.kinds import fields
from app.questionnaire.kinds.kind import Cell, Raw


def specify_option(item: Item) -> Option | None:
    """The option that opens a text, where the item has one."""
    return next((option for option in item.options if option.specify), None)


def specified(item: Item) -> str:
    """The code of that option.

    Raises
    ------
    LookupError
        No option of the item opens a text.
    """
    option = specify_option(item)
    if option is None:
        raise LookupError(f"item {item.code!r} has no option that opens a text")
    return option.code


def is_text_apart(item: Item, raw: Raw, codes: Sequence[str]) -> bool:
    """Whether a text came without the option that opens it."""
    option = specify_option(item)
    if option is None or option.code in codes:
        return False
    return bool(fields.typed(raw, f"{item.code}__other"))


def other_text(item: Item, raw: Raw) -> tuple[str | None, tuple[Finding, ...]]:
    """The text beside the option that opens it."""
    option = specify_option(item)
    text = fields.typed(raw, f"{item.code}__other")
    if option is None or not text:
        return None, ()
    found = fields.text_findings(item, text, most=option.specify, part="other")
    return (None, found) if found else (text, ())


def about_other(item: Item, answer: Answer, codes: Sequence[str]) -> tuple[Finding, ...]:
    """What is wrong with the text where its option was chosen: missing, too long."""
    option = specify_option(item)
    if option is None or option.code not in codes:
        return ()
    if not answer.other:
        return (Finding("other_text", item.code, "soft", part="other"),)
    return fields.text_findings(item, answer.other, most=option.specify, part="other")


def raw_other(item: Item, answer: Answer) -> dict[str, list[str]]:
    """What stands in the field of the text; nothing where there is none."""
    return {f"{item.code}__other": [answer.other]} if answer.other else {}


def labelled(
    item: Item, code: str, answer: Answer, language: str, fills: Mapping[str, str]
) -> str:
    """The label of an option, followed by the text typed beside it."""
    option = item.option_codes.get(code)
    if option is None:
        return code
    label = option.label.say(language, fills)
    if not (option.specify and answer.other):
        return label
    return label + gettext(language, ": ") + answer.other


def exclusive(item: Item, option: Option) -> Finding:
    """The finding that an option stands beside others, which it excludes."""
    return Finding("exclusive", item.code, texts={"label": option.label})


def other_variable(item: Item) -> tuple[Variable, ...]:
    """The column of the text; none where no option opens one."""
    option = specify_option(item)
    if option is None:
        return ()
    return (
        Variable(
            f"{item.code}__other_text",
            item.short,
            item.code,
            "text",
            part=option.code,
            part_label=option.label,
        ),
    )


def other_cell(item: Item, answer: Answer | None) -> Mapping[str, Cell]:
    """The text in that column."""
    if specify_option(item) is None:
        return {}
    return {f"{item.code}__other_text": answer.other if answer else None}
