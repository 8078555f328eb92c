"""A small survey of the tests in the field, in English and Japanese: that of orders or another."""

import shutil
from pathlib import Path

from app.actions import fieldwork, publishing
from app.actions.codes import issue_codes
from app.storage.database import Database
from tests import cast, databases
from tests.web.tea_site import FAR, ROOT

QUESTIONNAIRES = ROOT / "tests" / "questionnaires"


def prepare_orders(folder: Path, firms: int = 4, *, source: str = "orders") -> cast.World:
    """The files of a site in an empty folder: published, framed, open, a code for each firm."""
    surveys = folder / "surveys"
    survey = f"test/{source}"
    home = surveys / survey
    (home / "i18n").mkdir(parents=True)
    shutil.copytree(QUESTIONNAIRES / "library", surveys / "library")
    for name, side in (("questionnaire", source), ("i18n/ja", f"{source}.ja")):
        text = (QUESTIONNAIRES / f"{side}.yaml").read_text(encoding="utf-8")
        (home / f"{name}.yaml").write_text(text, encoding="utf-8")
    (home / "design.yaml").write_text(cast.DESIGN, encoding="utf-8")
    (home / "disclosure.yaml").write_text(cast.POLICY, encoding="utf-8")
    database = Database(databases.address(folder))
    published = publishing.publish_survey(database, surveys, survey, by=cast.BY, now=cast.NOW)
    lines = [f"O{n},Invented Orders {n},JP,c28,250_999" for n in range(firms)]
    frame = "\n".join(["unit,name,country,sector,size", *lines])
    codes = {}
    for wave in published.waves:
        fieldwork.load_frame(database, wave, frame, by=cast.BY, now=cast.NOW)
        fieldwork.open_wave(database, wave, by=cast.BY, now=cast.NOW, until=FAR)
        codes[wave] = issue_codes(
            database, wave, count=firms, code_key=cast.KEY, by=cast.BY, now=cast.NOW
        )
    database.close()
    return cast.World(database, surveys, codes)
