"""Whether one version of a questionnaire can follow another while a wave is being answered."""

from collections.abc import Iterator

from app.questionnaire.instrument import Item, Questionnaire
from app.questionnaire.kinds.scales import scores


def differences(before: Questionnaire, after: Questionnaire) -> Iterator[str]:
    """What keeps responses to two versions from standing in one file.

    Wordings, help, translations and the way through the items may differ, and options may be
    added behind those there are: every answer then keeps its column and its code.
    """
    for code in before.items:
        if code not in after.items:
            yield f"item {code} is gone"
    for code, item in after.items.items():
        if code not in before.items:
            yield f"item {code} is new"
        else:
            yield from _item_differences(before.items[code], item)


def _item_differences(before: Item, after: Item) -> Iterator[str]:
    name = f"item {before.code}"
    if before.kind != after.kind:
        yield f"{name} was of kind {before.kind} and is {after.kind}"
    if [row.code for row in before.rows] != [row.code for row in after.rows]:
        yield f"{name} has other rows"
    if (after.max_rows or 0) < (before.max_rows or 0):
        yield f"{name} had {before.max_rows} rows and has {after.max_rows}"
    yield from _other_measure(before, after)
    yield from _differences_inside(before, after)
    for what in ("options", "missing"):
        asked = [(one.code, bool(one.specify)) for one in getattr(before, what)]
        asks = [(one.code, bool(one.specify)) for one in getattr(after, what)]
        if asks[: len(asked)] != asked:
            yield f"{name} has other {what}; new codes go behind those there are"


def _other_measure(before: Item, after: Item) -> Iterator[str]:
    """Differences that leave every column and give it another meaning."""
    name = f"item {before.code}"
    if after.kind == "rank" and after.max_choices != before.max_choices:
        yield f"{name} had {before.max_choices} ranks and has {after.max_choices}"
    if after.kind == "scale_list":
        had, has = scores(before), scores(after)
        if any(has.get(code) != had.get(code) for code in before.option_codes):
            yield f"{name} has other scores"


def _differences_inside(before: Item, after: Item) -> Iterator[str]:
    """Differences between the items of a roster, which no version may add, drop or move."""
    if [inner.code for inner in before.items] != [inner.code for inner in after.items]:
        yield f"item {before.code} has other items in its rows"
        return
    for old, new in zip(before.items, after.items, strict=True):
        for told in _item_differences(old, new):
            yield f"item {before.code}: {told}"
