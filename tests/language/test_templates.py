"""No page says anything that is not in the catalogue."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment

ROOTS = (Path("app/web/templates"), Path("app/reporting"))
TEMPLATES = sorted(path for root in ROOTS for path in root.rglob("*.html"))
NAMES = {"Kakehashi", "架け橋", "n", "wide"}
"""Names that are the same in every language, and a class of the layout."""
SPOKEN = re.compile(r"\b(?:aria-label|alt|title|placeholder|summary)=\"([^\"]*)\"")


def spoken(template: str) -> list[str]:
    """What a template says by itself, in its text and in the attributes that are read out."""
    written = "".join(
        value if kind == "data" else "\0" * kind.endswith("_begin")
        for _, kind, value in Environment(autoescape=True).lex(template)
    )
    written = re.sub(r"<(code|script|style|svg)\b.*?</\1>", "", written, flags=re.DOTALL)
    attributes = SPOKEN.findall(written)
    texts = re.split(r"<[^>]*>|\0", re.sub(r"<!.*?>", "", written, flags=re.DOTALL))
    words = [word.strip(" \n\0·|/,.:()") for text in (*texts, *attributes) for word in [text]]
    return [word for word in words if re.search(r"[^\W\d_]", word) and word not in NAMES]


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_a_template_says_nothing_of_its_own(path: Path) -> None:
    assert spoken(path.read_text(encoding="utf-8")) == []


def test_a_sentence_outside_the_catalogue_would_be_found() -> None:
    template = (
        '<p aria-label="Spoken">{{ _("Said") }} written <b>{% if x %}bold{% endif %}</b></p>'
    )

    assert spoken(template) == ["written", "bold", "Spoken"]
