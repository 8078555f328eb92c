"""A firm answers: start, page by page, back, leave, come back, check, send, receipt."""

from collections.abc import Callable

import pytest

from tests.web.client import StrictClient
from tests.web.firm import Firm

Visitor = Callable[[str], StrictClient]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_firm_answers_everything_and_gets_a_receipt(
    visitor: Visitor, codes: list[str], language: str
) -> None:
    firm = Firm(visitor(language), codes[0]).start()

    pages = firm.answer_all()
    firm.visit("/answer/check")
    firm.press(form_id=None)

    assert len(pages) >= 20
    assert firm.path == "/answer/receipt"
    assert 'class="receipt-number"' in firm.text
    assert f'<html lang="{language}">' in firm.text
