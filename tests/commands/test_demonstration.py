"""The demonstration is loaded once, whole, through the front door, and only where it may be."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from app import create_app
from app.actions import analysis, answering, fieldwork, progress
from app.actions.services import Services
from app.commands.demonstration import FILE, REPORT
from config import Config
from tests import databases

ROOT = Path(__file__).parents[2]
SECRETS = {"SECRET_KEY": "for-the-demonstration-alone", "CODE_KEY": "another-for-it-alone"}


def command(folder: Path, *words: str, **more: str) -> "subprocess.Popen[str]":
    settings = {"DATA_DIR": str(folder), "DEMO": "1", "HTTPS": "off", **SECRETS, **more}
    if databases.is_postgresql():
        settings["DATABASE_URL"] = databases.address_without_tables(folder)
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "app:create_app", *words],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(folder: Path, *words: str, **more: str) -> tuple[int, str]:
    process = command(folder, *words, **more)
    told, _ = process.communicate(timeout=600)
    return process.returncode, told


def counted(folder: Path, sql: str) -> int:
    try:
        return int(databases.asked(databases.address_without_tables(folder), sql)[0][0])
    except DBAPIError:  # no table yet
        return 0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration whose loading was killed on the way and then asked for again."""
    folder = tmp_path_factory.mktemp("demonstration")
    first = command(folder, "demonstration", "load")
    until = time.monotonic() + 300
    while counted(folder, "SELECT count(*) FROM response WHERE status = 'submitted'") < 20:
        assert time.monotonic() < until
        assert first.poll() is None, first.communicate()[0]
        time.sleep(0.05)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    status, told = run(folder, "demonstration", "load")
    assert status == 0, told
    return folder


@pytest.fixture
def demonstration(folder: Path) -> Services:
    app = create_app(
        Config(
            database_url=databases.address_without_tables(folder),
            secret_key=SECRETS["SECRET_KEY"],
            code_key=SECRETS["CODE_KEY"],
            data=folder,
            https=False,
            demo=True,
        )
    )
    found = app.extensions["kakehashi"]
    assert isinstance(found, Services)
    return found


@pytest.mark.slow
def test_as_many_firms_answered_as_is_told(demonstration: Services) -> None:
    japan, europe = (
        progress.of_wave(demonstration.database, wave).total for wave in ("2026-jp", "2026-eu")
    )

    assert (japan.frame, japan.submitted, japan.started) == (107, 80, 89)
    assert (europe.frame, europe.submitted, europe.started) == (420, 160, 198)


@pytest.mark.slow
def test_every_page_of_every_firm_was_stored_once(folder: Path) -> None:
    doubled = """SELECT count(*) FROM (SELECT 1 FROM response_event WHERE kind = 'answered'
                 GROUP BY response_id, item HAVING count(*) > 1)"""

    assert counted(folder, doubled) == 0
    assert counted(folder, "SELECT count(*) FROM response_event WHERE kind = 'submitted'") == 240


@pytest.mark.slow
def test_both_waves_and_the_published_report_are_marked_simulated(
    demonstration: Services, folder: Path
) -> None:
    waves = fieldwork.waves(demonstration.database)

    assert {wave.code: wave.simulated for wave in waves} == {"2026-jp": True, "2026-eu": True}
    assert analysis.published_head(demonstration.database, REPORT) is not None
    assert counted(folder, "SELECT count(*) FROM report_run WHERE NOT simulated") == 0


@pytest.mark.slow
def test_the_codes_that_are_left_open_lead_to_firms_that_have_not_begun(
    demonstration: Services, folder: Path
) -> None:
    written = json.loads((folder / FILE).read_text(encoding="utf-8"))

    assert [one["wave"] for one in written["codes"]] == ["2026-jp", "2026-eu"]
    for one in written["codes"]:
        at = fieldwork.wave(demonstration.database, one["wave"]).opens_at
        invited = answering.look_up(
            demonstration.database, one["code"], code_key=demonstration.code_key, now=at
        )
        assert invited
        assert (invited.state, invited.firm) == ("ready", one["name"])


@pytest.mark.slow
def test_the_file_of_codes_and_accounts_is_its_owners_alone(folder: Path) -> None:
    assert (folder / FILE).stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_a_second_load_changes_nothing(folder: Path) -> None:
    before = (folder / FILE).read_bytes(), counted(folder, "SELECT max(id) FROM audit")

    status, told = run(folder, "demonstration", "load")

    assert (status, told) == (0, "The demonstration is loaded already.\n")
    assert before == ((folder / FILE).read_bytes(), counted(folder, "SELECT max(id) FROM audit"))


def test_without_demonstration_mode_nothing_is_loaded(settings: Config) -> None:
    app = create_app(replace(settings, demo=False, https=True))

    told = app.test_cli_runner().invoke(args=["demonstration", "load"])

    assert told.exit_code != 0
    assert "only with DEMO=1" in told.output
    assert not (settings.data / FILE).exists()
