"""What the demonstration leaves open: codes of invented firms, an account of staff."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from app.actions.services import Services

FILE = "demonstration.json"
"""Written beside the database by `flask demonstration load`, only in demonstration mode."""


@dataclass(frozen=True, slots=True)
class Firm:
    """An invented firm whose questionnaire anybody may open."""

    wave: str
    name: str
    code: str

    @property
    def address(self) -> str:
        """The page that its invitation leads to."""
        return f"/r/{self.code}"


@dataclass(frozen=True, slots=True)
class Account:
    """An account of staff that anybody may use."""

    email: str
    password: str


@dataclass(frozen=True, slots=True)
class Demonstration:
    """The ways in; none outside demonstration mode."""

    firms: tuple[Firm, ...] = ()
    account: Account | None = None


CLOSED = Demonstration()


def demonstration(installation: Services) -> Demonstration:
    """The ways in that the demonstration has left, nothing where it is off or not loaded."""
    if not installation.demo:
        return CLOSED
    try:
        written = json.loads((installation.data / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return CLOSED
    return from_mapping(written)


def from_mapping(written: Mapping[str, object]) -> Demonstration:
    """The ways in as values; of the accounts the first.

    Raises
    ------
    ValueError
        A part is missing or is no text.
    """
    match written:
        case {"codes": list(codes), "accounts": list(accounts)}:
            opened = [_account(part) for part in accounts]
            firms = tuple(_firm(part) for part in codes)
            return Demonstration(firms=firms, account=opened[0] if opened else None)
    raise ValueError(f"{FILE}: expected codes and accounts, found {sorted(written)}")


def _firm(part: object) -> Firm:
    match part:
        case {"wave": str(wave), "name": str(name), "code": str(code)}:
            return Firm(wave=wave, name=name, code=code)
    raise ValueError(f"{FILE}: a code needs its wave and the name of the firm")


def _account(part: object) -> Account:
    match part:
        case {"email": str(email), "password": str(password)}:
            return Account(email=email, password=password)
    raise ValueError(f"{FILE}: an account needs its email and password")
