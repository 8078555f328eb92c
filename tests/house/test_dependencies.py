"""What the house stands on: a reason for each package, and locks that follow."""

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LISTS = ("requirements", "requirements-dev")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


def wanted(listed: str) -> list[tuple[Requirement, str]]:
    """The requirements of a list, each with the reason beside it."""
    lines = (ROOT / f"{listed}.in").read_text(encoding="utf-8").splitlines()
    split = (line.partition("#") for line in lines if line and line[0] not in "#-")
    return [(Requirement(package.strip()), reason.strip()) for package, _, reason in split]


def pinned(listed: str) -> dict[str, str]:
    """Version by package of a lock."""
    lock = (ROOT / f"{listed}.txt").read_text(encoding="utf-8")
    return {canonicalize_name(package): version for package, version in PIN.findall(lock)}


@pytest.mark.parametrize("listed", LISTS)
def test_every_package_has_a_reason(listed: str) -> None:
    bare = [str(package) for package, reason in wanted(listed) if not reason]

    assert not bare


@pytest.mark.parametrize("listed", LISTS)
def test_the_lock_holds_every_package_that_is_wanted(listed: str) -> None:
    lock = pinned(listed)

    for package, _ in wanted(listed):
        version = lock.get(canonicalize_name(package.name))
        assert version, f"{package.name} is not in the lock: run `make lock`"
        assert package.specifier.contains(version), f"{package} is locked at {version}"


@pytest.mark.parametrize("listed", LISTS)
def test_every_pin_has_hashes(listed: str) -> None:
    blocks = re.split(r"\n(?=[a-zA-Z])", (ROOT / f"{listed}.txt").read_text(encoding="utf-8"))

    bare = [
        block.split("\n")[0] for block in blocks if PIN.match(block) and "sha256:" not in block
    ]

    assert not bare


def test_the_two_locks_agree() -> None:
    service, development = pinned("requirements"), pinned("requirements-dev")

    apart = {name for name in service.keys() & development if service[name] != development[name]}

    assert not apart
