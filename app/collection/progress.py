"""How far a wave is: firms counted by the step that they have reached."""

from dataclasses import dataclass
from decimal import Decimal

from app.language.rounding import percent_of_counts


@dataclass(frozen=True, slots=True)
class Totals:
    """Units of a wave: in the frame, with a code, that opened, saved an answer, have sent.

    Each count holds the ones after it, but for `invited`: a code can be revoked afterwards. Who
    has sent has started, whether an answer stands on record or not.
    """

    frame: int = 0
    invited: int = 0
    opened: int = 0
    started: int = 0
    submitted: int = 0

    @property
    def rate_percent(self) -> Decimal:
        """The firms that have sent as a percentage of the frame, with one decimal."""
        return percent_of_counts(self.submitted, self.frame, 1) if self.frame else Decimal(0)


@dataclass(frozen=True, slots=True)
class StratumProgress(Totals):
    """The same for one stratum."""

    stratum: str = ""
