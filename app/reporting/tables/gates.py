"""Questions that lead to others: how many were asked tells what the gate was answered."""

from collections.abc import Iterator, Mapping, Sequence

from app.disclosure.policy import Reason, Shown, is_neutral, publication, treatment
from app.questionnaire.answer import Status
from app.questionnaire.expression import met, names
from app.questionnaire.instrument import Item, Questionnaire
from app.reporting.answers import answers
from app.reporting.cells import rulings
from app.reporting.definition import CHOICES, Group, TableDefinition, categories
from app.reporting.responses import Answers, in_base, tally
from app.reporting.tables.compilation import Compilation
from app.reporting.tabulation import Category, tabulate


def withheld(compilation: Compilation) -> frozenset[str]:
    """Items whose tables are left out, because those asked could not be told as a share is.

    Every table prints how many firms were asked. Of an item that a sensitive one leads to this is
    the number of firms with certain answers there, which the policy may hide: 68 of 70. That it is
    left out tells as much, so the item that leads to it is left out as well, and what leads to
    that one; unless a base that is printed as too small, and hides the group there, is the reason.
    """
    questionnaire = _questionnaire(compilation)
    left_out: set[str] = set()
    for item in _shown(compilation, compilation.definition.tables).values():
        gate = gate_of(item, questionnaire)
        reasons = _reasons(compilation, item, gate) if gate is not None else frozenset()
        if reasons:
            left_out.add(item.code)
        while gate is not None and reasons - {Reason.SMALL_BASE}:
            left_out.add(gate.code)
            gate = gate_of(gate, questionnaire)
    return frozenset(left_out)


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
        and not _reasons(compilation, item, gate)
    ]
    parts: dict[tuple[float, ...], set[str]] = {}
    for row in rows:
        leading = tuple(_leading(item, gate, row) for item in followers)
        parts.setdefault(leading, set()).add(row.code)
    return tuple(frozenset(held) for held in parts.values())


def tells_a_gate(
    compilation: Compilation, group: Group, gate: Item, open_: Answers, code: str
) -> bool:
    """Whether a figure of all firms, less that of the firms asked, tells a hidden cell of a gate.

    Both are printed with their counts. Their difference is the firms that were not asked and hold
    `code`, which are those with certain answers to the gate.

    Parameters
    ----------
    compilation : Compilation
    group : Group
    gate : Item
    open_ : Answers
        What is counted of each response; its status is that of the item that the gate leads to.
    code : str
        Of what is counted.
    """
    found, source = compilation.responses(group), compilation.source(group)
    said = answers(source.columns, gate)
    standing = in_base(said, "answered") & found.members
    apart = standing & open_.having(Status.NOT_ASKED)
    held = open_.any_of(frozenset({code}))
    base = int(standing.sum())
    judged = [
        publication(
            compilation.policy,
            base=base,
            count=int(one.sum()),
            role=gate.role,
            neutral=is_neutral(compilation.policy, gate.code),
        )
        for one in (apart & held, apart & ~held)
    ]
    if any(one.shown is Shown.HIDDEN for one in judged):
        return True
    away = {code for code in said.chosen if bool((said.any_of(frozenset({code})) & apart).any())}
    return gate.code in withheld(compilation) or any(
        away & hidden for hidden in _hidden_rows(compilation, group, gate, said)
    )


def _hidden_rows(
    compilation: Compilation, group: Group, gate: Item, said: Answers
) -> Iterator[frozenset[str]]:
    """The rows of a question that the tables of a report hide in a group."""
    for defined in compilation.definition.tables:
        if defined.item != gate.code:
            continue
        rows = categories(defined, gate)
        shares = tabulate([(compilation.responses(group), said)], rows, readings=())
        rule = compilation.rule(gate, blocks=blocks(compilation, gate, rows))
        for row, ruling in zip(rows, rulings(rule, shares.groups[0]), strict=True):
            if ruling.shown is Shown.HIDDEN:
                yield row.members


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


def _reasons(compilation: Compilation, item: Item, gate: Item) -> frozenset[Reason | None]:
    """Why the firms asked are no share of the gate that could be shown, in any group.

    A base without any firm is one that is too small.
    """
    policy = compilation.policy
    reasons = set()
    for group in compilation.groups:
        source, found = compilation.source(group), compilation.responses(group)
        if not (source.asks(item.code) and source.asks(gate.code)):
            continue
        base = tally(found, answers(source.columns, gate)).base
        status = source.columns[f"{item.code}__status"].astype("object")
        asked = int(((status != "not_asked").to_numpy() & found.members).sum())
        ruling = publication(
            policy,
            base=base,
            count=min(asked, base),
            role=gate.role,
            neutral=is_neutral(policy, gate.code),
        )
        if ruling.shown is Shown.HIDDEN:
            reasons.add(ruling.reason)
    return frozenset(reasons)


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
