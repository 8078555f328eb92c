"""Configuration: the one place, with the application factory, that reads the environment."""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent


class UnsafeConfiguration(ValueError):
    """The settings would put people's answers at risk."""


@dataclass(frozen=True)
class Config:
    """Settings of one installation."""

    database_url: str
    secret_key: str
    code_key: str
    data: Path
    surveys: Path = ROOT / "surveys"
    reports: Path = ROOT / "reports"
    https: bool = True
    demo: bool = False
    rate_limits: bool = True
    rate_limit_storage: str = "memory://"
    proxies: int = 0
    site: str = ""


def from_environment() -> Config:
    """The configuration that the environment asks for.

    Raises
    ------
    UnsafeConfiguration
        HTTPS=off outside demonstration mode: cookies would travel in the clear. Or SITE is no
        address of a site, or one without HTTPS outside demonstration mode.
    """
    data = Path(os.environ.get("DATA_DIR", ROOT / "var"))
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    demo = os.environ.get("DEMO") == "1"
    https = os.environ.get("HTTPS", "on") != "off"
    if not https and not demo:
        raise UnsafeConfiguration("HTTPS=off is for the demonstration alone: set DEMO=1 with it")
    return Config(
        database_url=os.environ.get("DATABASE_URL", f"sqlite:///{data / 'kakehashi.sqlite'}"),
        secret_key=os.environ.get("SECRET_KEY") or _kept_secret(data / "secret-key"),
        code_key=os.environ.get("CODE_KEY") or _kept_secret(data / "code-key"),
        data=data,
        https=https,
        demo=demo,
        rate_limit_storage=os.environ.get("REDIS_URL", "memory://"),
        proxies=int(os.environ.get("PROXIES", "0")),
        site=_site(os.environ.get("SITE", ""), schemes=("https", "http") if demo else ("https",)),
    )


def _site(address: str, schemes: tuple[str, ...]) -> str:
    """The public address of the site as it is cited; empty where none is set."""
    bare = address.rstrip("/")
    parts = urlsplit(bare)
    is_address = parts.scheme in schemes and parts.hostname and "@" not in parts.netloc
    if bare and not (is_address and bare == f"{parts.scheme}://{parts.netloc}"):
        expected = " or ".join(f"{scheme}://" for scheme in schemes)
        raise UnsafeConfiguration(
            f"SITE={address!r}: expected {expected} and a host, such as https://survey.example.org"
        )
    return bare


def _kept_secret(path: Path) -> str:
    """A secret made once and kept in a file that its owner alone may read.

    The file gets its name when it is whole, so that of two processes that start together neither
    reads half a secret nor replaces the other's.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text(encoding="ascii").strip()
