"""Every finding that the program can make has its wording."""

import re
from pathlib import Path

from app.language import findings
from app.questionnaire.rules import RULES

FINDING = re.compile(r"""Finding\(\s*["']([a-z_]+)["']""")


def test_every_finding_made_anywhere_has_a_wording() -> None:
    sources = [path.read_text(encoding="utf-8") for path in Path("app").rglob("*.py")]
    made = {code for source in sources for code in FINDING.findall(source)}

    assert made - set(findings.WORDING) - {"check"} == set()
    assert made


def test_a_named_rule_brings_the_text_of_its_check() -> None:
    assert set(RULES) & set(findings.WORDING) == set()
