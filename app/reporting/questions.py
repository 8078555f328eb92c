"""What can be tabulated of an item: the item, its rows, the items inside it, a divided whole."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from app.disclosure.policy import treatment
from app.language.catalogue import gettext, mark
from app.questionnaire.instrument import Item
from app.reporting.answers import answers, ranked, roster_answers, row_answers
from app.reporting.definition import CHOICES
from app.reporting.document import Words
from app.reporting.responses import Answers

ROWED = frozenset({"banded_share", "scale_list"})
"""Kinds of item that are asked for several rows on one scale."""

_PART = mark("{item}: {part}")
_FIRST = mark("ranked first")


@dataclass(frozen=True, eq=False)
class Question:
    """Options that firms chose from, and how their answers are read.

    Parameters
    ----------
    code : str
        The item, or the item and its part as its columns are named.
    label : mapping
    item : Item
        With the options, and with the role of the whole.
    read : callable
        Takes the answers out of the columns of a wave.
    is_row : bool
        Whether a firm has one answer, though the item has several rows.
    """

    code: str
    label: Words
    item: Item
    read: Callable[[pd.DataFrame], Answers]
    is_row: bool = False


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole that firms divided among rows: it has means in place of shares of firms."""

    code: str
    label: Words
    item: Item


def questions(item: Item) -> Iterator[Question | Whole]:
    """What may be shown of an item: its questions, or its whole; nothing where it has neither.

    A ranked item is counted twice: ranked at all, and ranked first; a sensitive one only once, as
    the two would have to be hidden together.
    """
    if treatment(item.role) == "never":
        return
    if item.kind in CHOICES:
        yield Question(item.code, item.short.wordings, item, partial(answers, item=item))
    elif item.kind in ROWED:
        yield from _rows(item)
    elif item.kind == "rank":
        yield from _ranks(item)
    elif item.kind == "roster":
        yield from _inside(item)
    elif item.kind == "constant_sum":
        yield Whole(item.code, item.short.wordings, item)


def _rows(item: Item) -> Iterator[Question]:
    for row in item.rows:
        yield Question(
            f"{item.code}__{row.code}",
            _part(item, row.label.wordings),
            item,
            partial(row_answers, item=item, row=row.code),
            is_row=True,
        )


def _ranks(item: Item) -> Iterator[Question]:
    places = item.max_choices or len(item.options)
    yield Question(
        item.code, item.short.wordings, item, lambda held: ranked(held, item).among(places)
    )
    if treatment(item.role) == "sensitive":
        return
    first = {language: gettext(language, _FIRST) for language in item.short.wordings}
    yield Question(
        f"{item.code}__1",
        _part(item, first),
        replace(item, kind="single"),
        lambda held: ranked(held, item).among(1),
    )


def _inside(roster: Item) -> Iterator[Question]:
    for inner in roster.items:
        if inner.options:
            yield Question(
                f"{roster.code}__{inner.code}",
                _part(roster, inner.short.wordings),
                replace(
                    inner,
                    num=roster.num,
                    role=roster.role,
                    kind="multiple",
                    max_choices=roster.max_rows,
                ),
                partial(roster_answers, roster=roster, sub_item=inner.code),
            )


def _part(item: Item, part: Words) -> Words:
    return {
        language: gettext(language, _PART, item=item.short.wordings[language], part=said)
        for language, said in part.items()
    }
