"""Published figures in the words of one language, as tables on paper write them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from babel import numbers

from app.language.catalogue import gettext, mark
from app.language.dates import format_date
from app.language.rounding import half_up
from app.reporting import measures
from app.reporting.document import Column, Gap

SMALLEST_P = Decimal("0.001")
P_DIGITS = 3
UNKNOWN = "–"


@dataclass(frozen=True, slots=True)
class Speech:
    """One language."""

    language: str

    def say(self, msgid: str, **params: object) -> str:
        """A wording of the interface."""
        return gettext(self.language, msgid, **params)

    def joined(self, parts: list[str]) -> str:
        """Parts of an enumeration."""
        return self.say(mark(", ")).join(parts)

    def count(self, count: int | None) -> str:
        """A number of firms; a dash where it is not known."""
        if count is None:
            return UNKNOWN
        return numbers.format_decimal(count, locale=self.language)

    def figure(self, published: str | None) -> str:
        """A published figure with the decimals that it was published with; empty where hidden."""
        return measures.written(published, self.language)

    def signed(self, published: str | None) -> str:
        """A published difference with its sign, zero without one."""
        return measures.signed(published, self.language)

    def range(self, low: str | None, high: str | None) -> str:
        """Two ends of an interval; empty where there is none."""
        if low is None or high is None:
            return ""
        return self.say(mark("{low}–{high}"), low=self.figure(low), high=self.figure(high))

    def signed_range(self, gap: Gap) -> str:
        """The interval of a difference."""
        if gap.low is None or gap.high is None:
            return ""
        return self.say(
            mark("{low} to {high}"), low=self.signed(gap.low), high=self.signed(gap.high)
        )

    def p(self, p: str | None) -> str:
        """A p value; very small ones are only said to be so."""
        if p is None:
            return ""
        told = Decimal(p)
        return f"<{SMALLEST_P}" if told < SMALLEST_P else self.figure(str(half_up(told, P_DIGITS)))

    def day(self, moment: str) -> str:
        """The day of a moment, in UTC."""
        return format_date(datetime.fromisoformat(moment), self.language, "UTC")

    def counts(self, columns: tuple[Column, ...]) -> str:
        """The base of each group."""
        return self.joined(
            [
                self.say(
                    mark("{group} {count}"),
                    group=column.name[self.language],
                    count=self.count(column.base),
                )
                for column in columns
            ]
        )


def exact_p(p: str | None) -> str:
    """A p value for programs: every digit that is published, never 0.

    Empty where there is none. One that was published with three decimals, as of sensitive items,
    is only said to be small where these are zeros.
    """
    if p is None:
        return ""
    return p if Decimal(p) > 0 else f"<{SMALLEST_P}"
