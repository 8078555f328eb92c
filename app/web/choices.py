"""The options of an item as they are drawn; the lines of a long list are written only once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from markupsafe import Markup, escape

from app.questionnaire.instrument import Option


@dataclass(frozen=True, slots=True)
class Choice:
    """One option as it is drawn; `specify` is the length of the text that it opens.

    `also` are other names it is looked for by, separated by `|`.
    """

    value: str
    label: str
    id: str
    specify: int | None = None
    also: str = ""
    is_exclusive: bool = False


class Choices(tuple[Choice, ...]):
    """Options in the order shown."""

    @cached_property
    def _lines(self) -> Markup:
        written = Markup('<option value="{}"{}{}>{}</option>\n')
        also, specify = Markup(' data-also="{}"'), Markup(" data-specify")
        return Markup().join(
            written.format(
                one.value,
                also.format(one.also) if one.also else "",
                specify if one.specify else "",
                one.label,
            )
            for one in self
        )

    def lines(self, chosen: Sequence[str]) -> Markup:
        """The options as lines of a select, those chosen marked: the same lines for every firm."""
        lines = str(self._lines)
        for value in chosen:
            start = f'<option value="{escape(value)}"'
            lines = lines.replace(start, f"{start} selected", 1)
        return Markup(lines)  # noqa: S704  (written by this class, every part escaped)

    def relabelled(self, put: Callable[[str], str]) -> "Choices":
        """The same options with what differs between firms put into their labels."""
        if not any("{" in one.label for one in self):
            return self
        return Choices(replace(one, label=put(one.label)) for one in self)


def choices(options: Sequence[Option], prefix: str, language: str) -> Choices:
    """Options in one language; `prefix` begins the id of each."""
    return Choices(
        Choice(
            value=option.code,
            label=option.label.in_language(language),
            id=f"{prefix}-{option.code}",
            specify=option.specify,
            also="|".join(option.other_names),
            is_exclusive=option.exclusive,
        )
        for option in options
    )
