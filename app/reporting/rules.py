"""What holds for every table, in figures: the rules of publication, the strata of weights."""

from collections.abc import Iterator, Mapping, Sequence

from babel import Locale

from app.disclosure.policy import Policy
from app.language.catalogue import gettext, mark
from app.reporting.definition import Group
from app.reporting.document import Note
from app.reporting.source import Source

MOST_NAMED = 30
"""Strata that a report names; of more it tells only how many there are."""


def rule_notes(policy: Policy) -> Iterator[Note]:
    """The thresholds of `disclosure.yaml` that decide what a reader sees."""
    coarse = str(policy.decimals_few_firms)
    if policy.few_firms_base_under:
        yield Note(
            "rules_base",
            {
                "hide": str(policy.hide_base_under),
                "few": str(policy.few_firms_base_under),
                "coarse": coarse,
                "decimals": str(policy.decimals),
            },
        )
    counts = policy.hide_counts | ({0} if policy.hide_nobody_and_everybody else set())
    if counts:
        listed = ", ".join(str(count) for count in sorted(counts))
        yield Note("rules_sensitive", {"counts": listed})
    if policy.weighted_count_under:
        least = str(policy.weighted_count_under)
        yield Note("rules_weighted", {"least": least, "coarse": coarse})
    if not (policy.few_firms_base_under or counts):
        yield Note("rules_none")


def strata_notes(
    groups: Sequence[Group], sources: Mapping[str, Source], languages: Sequence[str]
) -> Iterator[Note]:
    """By which strata each group is weighted; a group of one stratum is not.

    The strata are those of the list, with answers or without.
    """
    for group in groups:
        strata = sorted(sources[group.wave].frame)
        if 1 < len(strata) <= MOST_NAMED:
            names = {one: _named(strata, one) for one in languages}
            yield Note("strata", words={"group": group.name, "names": names})


def _named(strata: Sequence[str], language: str) -> str:
    """Strata in words: countries by their names, all others as the list calls them."""
    countries = Locale(language).territories
    return gettext(language, mark(", ")).join(str(countries.get(one, one)) for one in strata)
