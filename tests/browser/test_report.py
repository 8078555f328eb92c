"""A published report in a browser: both languages and schemes, wide and small, and on paper."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from app import create_app
from app.actions import analysis
from app.reporting.document import to_mapping
from app.reporting.figures import drawn
from app.reporting.writers import folder
from app.reporting.writers.edition import Edition
from app.storage import reports
from app.storage.database import upgrade
from app.storage.reports import NewRun
from tests.browser.conftest import ROOT, is_too_wide, served, violations
from tests.conftest import installation
from tests.reporting import gallery
from tests.reporting.gallery_cells import W2024
from tests.reporting.gallery_tables import rank

pytestmark = pytest.mark.slow

STATIC = ROOT / "app" / "web" / "static"
SMALL: ViewportSize = {"width": 360, "height": 740}
WIDE: ViewportSize = {"width": 1280, "height": 900}
STATE = {"en": "Simulated · Provisional", "ja": "架空データ・速報"}
SOURCE = {"en": "Source: Survey of firms in Japan", "ja": "出所：日本企業調査"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on which a report with every kind of table was published."""
    data = tmp_path_factory.mktemp("report")
    settings = installation(data)
    database = create_app(settings).extensions["kakehashi"].database
    upgrade(database)
    now = datetime.now(ZoneInfo("UTC")) - timedelta(hours=1)  # noqa: TID251  (the server's clock)
    with database.write() as connection:
        document = to_mapping(gallery.gallery())
        assert isinstance(document, dict)
        new = NewRun("gallery", now, "test", {}, document, "ab" * 32, simulated=True)
        number = reports.add(connection, new)
    analysis.publish_run(database, number, by="test", now=now)
    database.close()
    with served(settings) as url:
        yield url


@pytest.fixture(params=["en", "ja"])
def language(request: pytest.FixtureRequest) -> str:
    """Each language of the report."""
    return str(request.param)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The browser of a reader."""
    context = browser.new_context(base_url=address, viewport=WIDE)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_table_and_chart_is_open_to_all(
    page: Page, language: str, scheme: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")

    for size in (WIDE, SMALL):
        page.set_viewport_size(size)
        page.goto(f"/reports/gallery?lang={language}")
        assert violations(page) == []
        assert not is_too_wide(page)
    assert page.locator("html").get_attribute("lang") == language


def test_a_small_page_shows_the_narrow_drawing_and_a_wide_page_the_wide_one(page: Page) -> None:
    def shown(width: str) -> int:
        return page.locator(f".figure__drawing--{width}:visible").count()

    page.goto("/reports/gallery?lang=en")
    assert (shown("wide"), shown("narrow")) == (9, 0)

    page.set_viewport_size(SMALL)
    assert (shown("wide"), shown("narrow")) == (0, 9)


def test_a_wide_table_scrolls_in_itself_and_is_reached_by_keyboard(page: Page) -> None:
    page.set_viewport_size(SMALL)
    page.goto("/reports/gallery?lang=en#obstacles")
    frame = page.locator("section[aria-labelledby=obstacles] .table-frame")

    frame.focus()
    page.keyboard.press("ArrowRight")

    expect(frame).not_to_have_js_property("scrollLeft", 0)
    assert frame.evaluate("frame => getComputedStyle(frame).outlineStyle") == "solid"


def test_the_other_language_is_found_at_the_same_table(page: Page) -> None:
    page.goto("/reports/gallery?lang=en")

    page.locator("section[aria-labelledby=measures] .report__files a[hreflang=ja]").click()
    page.wait_for_url("**lang=ja#measures")

    assert page.locator("html").get_attribute("lang") == "ja"
    top = page.locator("#measures").evaluate("title => title.getBoundingClientRect().top")
    assert 0 <= top < 200


def printed(page: Page, tmp_path: Path) -> tuple[list[str], Path]:
    """The text of each page on paper, and the file."""
    file = tmp_path / "report.pdf"
    page.pdf(path=file, prefer_css_page_size=True, print_background=True)
    text = subprocess.run(
        ["pdftotext", "-raw", str(file), "-"], check=True, capture_output=True, text=True
    ).stdout
    return text.split("\f")[:-1], file


def sizes_of(file: Path) -> set[tuple[int, int]]:
    """Width and height of the pages of a file, in points."""
    told = subprocess.run(
        ["pdfinfo", "-l", "99", str(file)], check=True, capture_output=True, text=True
    ).stdout
    found = set(re.findall(r"size:\s+([\d.]+) x ([\d.]+)", told))
    return {(round(float(w)), round(float(h))) for w, h in found}


def test_every_page_on_paper_names_its_state_its_source_and_its_number(
    page: Page, language: str, tmp_path: Path
) -> None:
    page.goto(f"/reports/gallery?lang={language}")

    pages, _ = printed(page, tmp_path)

    assert 6 < len(pages) < 20
    for number, text in enumerate(pages, start=1):
        bare = re.sub(r"\s+", "", text)
        assert re.sub(r"\s+", "", STATE[language]) in bare
        assert re.sub(r"\s+", "", SOURCE[language]) in bare
        assert "/reports/gallery/1" in bare
        assert re.search(rf"(Page{number}of|{number}／){len(pages)}", bare)


def test_paper_holds_every_row_and_no_control(page: Page, tmp_path: Path) -> None:
    page.goto("/reports/gallery?lang=en")

    pages, file = printed(page, tmp_path)
    text = " ".join(pages)

    for table in gallery.document().tables:
        for row in table.rows:
            assert row.label["en"].split()[0] in text
    assert "This table as CSV" not in text
    assert "日本語" not in text
    assert sizes_of(file) == {(595, 842)}


def test_a_long_table_goes_on_overleaf_under_its_heads(page: Page, tmp_path: Path) -> None:
    """Catches: half a page left empty because a table is never parted."""
    page.goto("/reports/gallery?lang=en")
    frame = page.locator("section[aria-labelledby=obstacles] .table-frame")
    page.emulate_media(media="print")
    frame.locator("tbody").first.evaluate(
        "body => { for (let n = 0; n < 12; n++) body.append(body.rows[0].cloneNode(true)) }"
    )

    pages, _ = printed(page, tmp_path)

    held = [text for text in pages if text.count("Information on world affairs") > 2]
    assert len(held) > 1
    assert all("Difference: Japan minus EU" in re.sub(r"\s+", " ", text) for text in held)


def test_a_table_of_very_many_columns_lies_across(browser: Browser, tmp_path: Path) -> None:
    """Catches: a page of paper that stays upright, and heads of one word in a line."""
    table = rank()
    others = tuple(replace(W2024, code=f"w{n}") for n in range(3))
    wide = gallery.document(replace(table, beside=others))
    made = dict(folder.files(drawn(wide, gallery.INKS), Edition(), STATIC))
    (tmp_path / "wide.html").write_bytes(made["index.html"])
    page = browser.new_page()

    page.goto((tmp_path / "wide.html").as_uri())
    _, file = printed(page, tmp_path)

    assert (842, 595) in sizes_of(file)
    page.emulate_media(media="print")
    widths = page.locator("th.report-table__group--published").evaluate_all(
        "heads => heads.map(head => head.getBoundingClientRect().width)"
    )
    page.close()
    assert len(widths) == 3
    assert min(widths) > 70  # pixels: 19 mm, two words


PIXELS = """(text) => {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  const word = document.querySelector(".figure__drawing text");
  pen.font = "32px " + getComputedStyle(word).fontFamily;
  pen.fillText(text, 4, 36);
  return Array.from(pen.getImageData(0, 0, 48, 48).data).join();
}"""


def test_japanese_is_drawn_with_glyphs_of_its_own(page: Page, tmp_path: Path) -> None:
    """Catches: charts whose Japanese is boxes, because no font of the page has it."""
    page.goto("/reports/gallery?lang=ja")
    drawn = "".join(page.locator(".figure__drawing--wide text").all_text_contents())
    chars = sorted({char for char in drawn if char >= "\u3041" and char != "　"})

    pixels = [page.evaluate(PIXELS, char) for char in chars]

    assert len(chars) > 40
    assert len(set(pixels)) == len(chars)
    pages, _ = printed(page, tmp_path)
    bare = re.sub(r"\s+", "", " ".join(pages))
    for word in ("米中関係の不透明性", "強く意識している", "台湾海峡"):
        assert bare.count(word) >= 2  # in the chart and in the table


CELLS = """[...document.querySelectorAll(".report-table th, .report-table td")].map(cell => {
    const style = getComputedStyle(cell);
    return [cell.textContent.trim(), style.textAlign, style.padding, style.whiteSpace];
})"""


def written(folder_of: Path) -> Path:
    """The report as files; the page in English."""
    edition = Edition(run=1, hash="ab" * 32)
    for name, content in folder.files(gallery.gallery(), edition, STATIC):
        file = folder_of / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder_of / "index.html"


def test_a_table_is_set_alike_on_the_site_and_in_the_file(page: Page, tmp_path: Path) -> None:
    """Catches: a rule that wins or loses by the order of the sheets: figures at the left."""
    page.goto("/reports/gallery")
    served_cells = page.evaluate(CELLS)
    page.goto(written(tmp_path).as_uri())

    assert page.evaluate(CELLS) == served_cells
    figures = [cell for cell in served_cells if re.match(r"[+−]?[\d.]+(\s|$)", cell[0])]
    assert len(figures) > 100
    assert {cell[1] for cell in figures} == {"right"}


def test_the_page_that_stands_alone_needs_no_server(browser: Browser, tmp_path: Path) -> None:
    index = written(tmp_path)
    context = browser.new_context(viewport=SMALL, offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(index.as_uri())
    assert violations(page) == []
    assert not is_too_wide(page)
    page.locator("header a[hreflang=ja]").click()

    assert page.locator("html").get_attribute("lang") == "ja"
    assert {url.partition(":")[0] for url in asked} <= {"file", "data"}
    family = page.evaluate("document.fonts.check('16px \"Plex Sans\"')")
    context.close()
    assert family
