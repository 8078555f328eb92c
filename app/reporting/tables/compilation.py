"""What every kind of table is made from, and the parts that all tables have."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from app.disclosure.policy import Policy
from app.questionnaire.instrument import Item
from app.reporting.beside import column
from app.reporting.cells import Rule
from app.reporting.definition import Group, ReportDefinition, TableDefinition
from app.reporting.document import Column, Published, Row, Table, Words
from app.reporting.published import PublishedFigures
from app.reporting.responses import Answers, Base, Responses, Tally
from app.reporting.source import Source, responses
from app.reporting.tabulation import Category

NO_FIGURES = PublishedFigures(())
BASES: Mapping[str, Base] = {"answered": "answered", "asked": "asked", "all": "all"}

Reader = Callable[[Source, Item], Answers]
"""Takes the answers to an item out of the columns of a wave."""


@dataclass(frozen=True, eq=False)
class Compilation:
    """A report on its way to tables.

    Parameters
    ----------
    definition : ReportDefinition
    sources : mapping
        By wave.
    policy : Policy
    is_provisional : bool
        Some wave is still open.
    figures : PublishedFigures
        What others have published.
    """

    definition: ReportDefinition
    sources: Mapping[str, Source]
    policy: Policy
    is_provisional: bool
    figures: PublishedFigures = NO_FIGURES
    _responses: dict[str, Responses] = field(default_factory=dict)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups of the report."""
        return self.definition.groups

    @property
    def level(self) -> float:
        """Nominal coverage of the intervals."""
        return self.definition.level / 100

    def source(self, group: Group) -> Source:
        """The wave of a group."""
        return self.sources[group.wave]

    def responses(self, group: Group) -> Responses:
        """The responses of a group; parts of one wave share its strata."""
        if group.code not in self._responses:
            found = responses(group, self.source(group))
            same = [one for one in self._responses.values() if one.strata == found.strata]
            strata = same[0].strata if same else found.strata
            kept = Responses(found.code, strata, found.frame, found.member)
            self._responses[group.code] = kept
        return self._responses[group.code]

    def items(self, code: str) -> tuple[Item, ...]:
        """An item as each group was asked it, of a roster the rows that all of them were asked."""
        found = tuple(self.source(group).questionnaire.items[code] for group in self.groups)
        if not self.is_shortened(code):
            return found
        return tuple(replace(item, max_rows=item.core_max_rows) for item in found)

    def is_shortened(self, code: str) -> bool:
        """Whether an item is a roster of which some group was asked fewer rows."""
        return any(
            source.form == "core" and bool(source.questionnaire.items[code].core_max_rows)
            for source in (self.source(group) for group in self.groups)
        )

    def answers(self, code: str, reader: Reader) -> tuple[tuple[Responses, Answers], ...]:
        """The responses of each group with their answers to an item."""
        return tuple(
            (self.responses(group), reader(self.source(group), item))
            for group, item in zip(self.groups, self.items(code), strict=True)
        )

    def rule(
        self, item: Item, *, is_row: bool = False, blocks: tuple[frozenset[str], ...] = ()
    ) -> Rule:
        """How the figures of an item are published."""
        return Rule(
            self.policy,
            item,
            self.definition.reading,
            self.definition.level,
            self.is_provisional,
            is_row,
            blocks,
        )

    def published(self, defined: TableDefinition) -> tuple[Published, ...]:
        """The columns of figures of others that a table asks for."""
        asked = self.items(defined.item)[0].ask_if if defined.item and defined.beside else None
        return tuple(
            column(
                self.figures.of(cited.survey, cited.wave, cited.status, cited.question),
                cited,
                beside_all=asked is None or defined.base == "all",
            )
            for cited in defined.beside
        )


def base_of(defined: TableDefinition) -> Base:
    """Which responses the shares of a table are of."""
    return BASES[defined.base]


def columns(
    groups: Sequence[Group], tallied: Sequence[tuple[Responses, Tally]]
) -> tuple[Column, ...]:
    """The heads of a table: each group with what became of the question."""
    return tuple(
        Column(
            code=group.code,
            label=group.label,
            name=group.name,
            color=group.color,
            wave=group.wave,
            frame=sums.frame if found.is_whole_wave else None,
            responses=sums.responses,
            asked=sums.asked,
            answered=sums.answered,
            base=sums.base,
            not_answered=sums.not_answered,
            refused=sums.refused,
            not_applicable=sums.not_applicable,
            is_weighted=len(found.frame) > 1,
            strata=len(found.frame),
        )
        for group, (found, sums) in zip(groups, tallied, strict=True)
    )


def kind_of_row(row: Category, defined: TableDefinition) -> str:
    """Whether a row is an option, what was not named, or don't know."""
    if row.is_missing:
        return "missing"
    return "rest" if row.code in defined.last else "option"


def side_of_row(code: str, defined: TableDefinition) -> str:
    """On which side of a scale a row stands."""
    return next((side for side, held in defined.sides.items() if code in held), "")


def ordered(rows: tuple[Row, ...], defined: TableDefinition) -> tuple[Row, ...]:
    """Rows by the published figure of the first group; a hidden one never moves its row up."""
    if defined.order == "given":
        return rows
    fixed = [row for row in rows if row.kind != "option"]
    free = [row for row in rows if row.kind == "option"]
    shown = [row for row in free if row.cells[0].percent is not None]
    shown.sort(key=lambda row: (-Decimal(row.cells[0].percent or 0), row.code))
    return (*shown, *(row for row in free if row not in shown), *fixed)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a table."""

    item: str
    num: str
    question: Words
    answers: str
    max_choices: int | None = None


def table(
    compilation: Compilation,
    defined: TableDefinition,
    head: Head,
    *,
    columns: tuple[Column, ...],
    rows: tuple[Row, ...],
    tests: int = 0,
) -> Table:
    """A table with everything that its definition says, its notes still to come."""
    beside = compilation.published(defined)
    return Table(
        code=defined.code,
        item=head.item,
        num=head.num,
        title=defined.title,
        question=head.question,
        answers=head.answers,
        max_choices=head.max_choices,
        columns=columns,
        rows=rows,
        tests=tests,
        kind=defined.kind,
        base_kind=defined.base,
        chapter=defined.chapter,
        universe=defined.universe,
        beside=beside,
        notes=tuple(note for one in beside for note in one.notes),
    )
