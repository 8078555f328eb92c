"""Questions that lead to others: how many were asked tells what the gate was answered."""

from collections.abc import Mapping, Sequence

from app.disclosure.policy import Shown, is_neutral, publication, treatment
from app.questionnaire.expression import met, names
from app.questionnaire.instrument import Item, Questionnaire
from app.reporting.answers import answers
from app.reporting.definition import CHOICES, TableDefinition
from app.reporting.responses import tally
from app.reporting.tables.compilation import Compilation
from app.reporting.tabulation import Category


def withheld(compilation: Compilation) -> frozenset[str]:
    """Items whose tables are left out, because those asked could not be told as a share is.

    Every table prints how many firms were asked. Of an item that a sensitive one leads to this is
    the number of firms with certain answers there, which the policy may hide: 68 of 70.
    """
    return frozenset(
        item.code
        for item in _shown(compilation, compilation.definition.tables).values()
        for gate in [gate_of(item, _questionnaire(compilation))]
        if gate is not None and not _may_be_told(compilation, item, gate)
    )


def blocks(
    compilation: Compilation, gate: Item, rows: Sequence[Category]
) -> tuple[frozenset[str], ...]:
    """Rows of a gate that add up to what other tables print: hidden cells are covered in each.

    Parameters
    ----------
    compilation : Compilation
    gate : Item
        With the rows of its table.
    rows : sequence of Category
    """
    followers = [
        item
        for item in _shown(compilation, compilation.definition.tables).values()
        if gate_of(item, _questionnaire(compilation)) == gate
        and _may_be_told(compilation, item, gate)
    ]
    parts: dict[tuple[float, ...], set[str]] = {}
    for row in rows:
        leading = tuple(_leading(item, gate, row) for item in followers)
        parts.setdefault(leading, set()).add(row.code)
    return tuple(frozenset(held) for held in parts.values())


def gate_of(item: Item, questionnaire: Questionnaire) -> Item | None:
    """The sensitive choice that alone leads to an item; None where there is none."""
    named = names(item.ask_if) & questionnaire.items.keys() if item.ask_if else frozenset()
    if len(named) != 1:
        return None
    gate = questionnaire.items[next(iter(named))]
    is_gate = gate.kind in CHOICES and treatment(gate.role) == "sensitive"
    return gate if is_gate else None


def leads(item: Item, gate: Item) -> Mapping[str, bool]:
    """By the code of an answer to the gate, whether the item is asked after it."""
    seen = {code: met(item.ask_if, {gate.code: code}) for code in gate.option_codes}
    return seen | {code: met(item.ask_if, {gate.code: None}) for code in gate.missing_codes}


def _leading(item: Item, gate: Item, row: Category) -> float:
    """The part of the codes of a row after which the item is asked."""
    asked = leads(item, gate)
    return sum(asked[code] for code in row.members) / len(row.members)


def _may_be_told(compilation: Compilation, item: Item, gate: Item) -> bool:
    """Whether in every group the firms asked are a share of the gate that could be shown."""
    policy = compilation.policy
    for group in compilation.groups:
        source, found = compilation.source(group), compilation.responses(group)
        base = tally(found, answers(source.columns, gate)).base
        status = source.columns[f"{item.code}__status"].astype("object")
        asked = int(((status != "not_asked").to_numpy() & found.members).sum())
        if base == 0:
            continue
        ruling = publication(
            policy,
            base=base,
            count=min(asked, base),
            role=gate.role,
            neutral=is_neutral(policy, gate.code),
        )
        if ruling.shown is Shown.HIDDEN:
            return False
    return True


def _questionnaire(compilation: Compilation) -> Questionnaire:
    return compilation.source(compilation.groups[0]).questionnaire


def _shown(compilation: Compilation, tables: Sequence[TableDefinition]) -> Mapping[str, Item]:
    """The items that tables show, those beside included, in the order of the report."""
    items = _questionnaire(compilation).items
    wanted = [
        code
        for table in tables
        for code in (table.item, table.beside_item.item if table.beside_item else "")
        if code
    ]
    return {code: items[code] for code in wanted}
