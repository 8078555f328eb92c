"""What the environment asks for, and the secrets that are made once."""

import os
import subprocess
from multiprocessing import get_context
from pathlib import Path

import pytest

from config import ROOT, UnsafeConfiguration, _kept_secret, from_environment


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "code-key"

    first, second = _kept_secret(path), _kept_secret(path)

    assert first == second
    assert len(first) >= 64
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_processes_that_start_together_share_one_secret(tmp_path: Path) -> None:
    with get_context("fork").Pool(8) as pool:
        secrets = pool.map(_kept_secret, [tmp_path / "secret-key"] * 64, chunksize=1)

    assert len(set(secrets)) == 1
    assert secrets[0]
    assert len(list(tmp_path.iterdir())) == 1


def test_cookies_in_the_clear_are_for_the_demonstration_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("HTTPS", "off")
    monkeypatch.delenv("DEMO", raising=False)

    with pytest.raises(UnsafeConfiguration, match="DEMO=1"):
        from_environment()


def test_the_folder_of_the_data_is_closed_to_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("HTTPS", raising=False)

    settings = from_environment()

    assert settings.data.stat().st_mode & 0o077 == 0
    assert settings.code_key != settings.secret_key


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", ""),
        ("https://survey.example.org", "https://survey.example.org"),
        ("https://survey.example.org/", "https://survey.example.org"),
    ],
)
def test_the_public_address_is_taken_without_a_path(
    given: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SITE", given)
    for name in ("HTTPS", "DEMO"):
        monkeypatch.delenv(name, raising=False)

    assert from_environment().site == expected


@pytest.mark.parametrize(
    "given",
    [
        "survey.example.org",
        "http://survey.example.org",
        "https://survey.example.org/x",
        "https://",
    ],
)
def test_what_is_no_public_address_is_refused(
    given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SITE", given)
    for name in ("HTTPS", "DEMO"):
        monkeypatch.delenv(name, raising=False)

    with pytest.raises(UnsafeConfiguration, match="SITE"):
        from_environment()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, "the answers stay in var/)"),
        ({"DATA_DIR": "/srv/answers"}, "the answers stay in /srv/answers/)"),
        (
            {"DATABASE_URL": "postgresql://a:secret@host/b"},
            "the answers stay in the database that DATABASE_URL names)",
        ),
    ],
)
def test_make_serve_says_where_the_answers_stay(settings: dict[str, str], told: str) -> None:
    bare = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATA_DIR", "DATABASE_URL"} and not name.startswith("MAKE")
    }

    shown = subprocess.run(
        ["make", "-n", "serve"], cwd=ROOT, env=bare | settings, capture_output=True, check=True
    ).stdout.decode()

    assert told in shown
    assert "secret@" not in shown
