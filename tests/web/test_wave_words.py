"""What the pages of a firm promise follows the rules of publication."""

from pathlib import Path

from app.web.wave_words import least_firms
from tests import cast


def test_the_threshold_that_firms_are_told_is_the_one_in_force(tmp_path: Path) -> None:
    surveys = cast.surveys_folder(tmp_path)
    file = surveys / cast.SURVEY / "disclosure.yaml"
    before = least_firms(surveys, cast.SURVEY)

    file.write_text(cast.POLICY.replace("hide_base_under: 10", "hide_base_under: 15"), "utf-8")

    assert (before, least_firms(surveys, cast.SURVEY)) == ("10", "15")


def test_a_page_stands_without_the_file(tmp_path: Path) -> None:
    assert least_firms(tmp_path, cast.SURVEY) == ""
