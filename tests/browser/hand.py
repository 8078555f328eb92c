"""A hand on the page: answers each kind of item through the controls that the page offers.

What it is given to answer is an answer as it is stored, so that what comes to be stored can be
compared with it; where it finds its way are the words that stand on the page.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

from app.questionnaire.answer import Answer, Status
from app.questionnaire.instrument import Item, Option
from app.questionnaire.kinds.rows import rows_of

FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})

BESIDE = """([name, value]) => {
  const one = document.querySelector(`input[name="${name}"][value="${value}"]`);
  const label = one && document.querySelector(`label[for="${one.id}"]`);
  return label && {id: one.id, words: label.innerText};
}"""
"""What stands beside a button to be chosen, if there is one."""


@dataclass
class Hand:
    """Somebody who answers on one page after another, in a language.

    Parameters
    ----------
    scripted : bool
        Whether the page's scripts run: lists are then searched and ranks tapped.
    clicks, keys : int
        What the journey has cost so far.
    said : mapping
        The words that were chosen or typed for each item.
    """

    page: Page
    language: str
    scripted: bool
    fills: Mapping[str, str]
    clicks: int = 0
    keys: int = 0
    said: dict[str, list[str]] = field(default_factory=dict)

    def answer(self, item: Item, answer: Answer) -> None:
        """Answer an item of the page at hand."""
        self.said.setdefault(item.code, [])
        if answer.status is Status.NOT_ANSWERED:
            return
        if str(answer.status) in item.missing_codes:
            self._missing(item, str(answer.status))
        else:
            _BY_KIND[item.kind](self, item, answer)

    def press(self, pressed: Locator) -> None:
        """Press a button or link and wait for the page that it leads to."""
        with self.page.expect_navigation():
            pressed.click()
        self.clicks += 1

    def words(self, option: Option) -> str:
        """What stands beside an option."""
        return option.label.say(self.language, self.fills)

    def click(self, target: Locator) -> None:
        """Click, and note that it was done."""
        target.click()
        self.clicks += 1

    def type(self, code: str, name: str, text: str) -> None:
        """Type into a field, figures in full width in Japanese."""
        wide = text.translate(FULL_WIDTH) if self.language == "ja" else text
        self.page.locator(f"[name='{name}']").fill(wide)
        self.clicks += 1
        self.keys += len(text)
        self.said[code].append(unicodedata.normalize("NFKC", wide))

    def choose(self, code: str, name: str, option: Option) -> None:
        """Choose an option by its words, from buttons or from a list."""
        words = self.words(option)
        self.said[code].append(words)
        found = self.page.evaluate(BESIDE, [name, option.code])
        if found is not None:
            assert found["words"] == words
            self.click(self.page.locator(f"label[for='{found['id']}']"))
        else:
            self._from_list(name, option, words)

    def _from_list(self, name: str, option: Option, words: str) -> None:
        select = self.page.locator(f"select[name='{name}']")
        box = self.page.locator(f"[id='{name}--search']")
        if not box.count():
            select.select_option(label=words)
            self.clicks += 2
            return
        box.click()
        box.fill(words)
        box.press("Enter")
        self.clicks += 1
        self.keys += 5
        assert select.input_value() == option.code

    def _missing(self, item: Item, code: str) -> None:
        option = item.missing_codes[code]
        apart = item.kind in {"number", "percent", "constant_sum"}
        if item.kind in {"banded_share", "scale_list"}:
            for row in item.rows:
                self.choose(item.code, f"{item.code}__{row.code}", option)
        elif item.kind == "rank":
            self._rank(item, 1, option)
        else:
            self.choose(item.code, f"{item.code}__missing" if apart else item.code, option)

    def _single(self, item: Item, answer: Answer) -> None:
        self.choose(item.code, item.code, item.option_codes[str(answer.value)])
        self._other(item, answer)

    def _multiple(self, item: Item, answer: Answer) -> None:
        search = self.page.locator(f"[id^='{item.code}-'][id$='--filter']")
        for code in _codes(answer):
            option = item.option_codes[code]
            if search.count():
                search.fill(self.words(option))
                self.keys += 5
            self.choose(item.code, item.code, option)
        self._other(item, answer)

    def _number(self, item: Item, answer: Answer) -> None:
        self.type(item.code, item.code, f"{int(str(answer.value)):,}")
        if answer.status is Status.ESTIMATED:
            self.click(self.page.locator(f"label[for='{item.code}--est']"))

    def _rows(self, item: Item, answer: Answer) -> None:
        offered = {option.code: option for option in (*item.options, *item.missing)}
        for row, code in _by_row(answer).items():
            self.choose(item.code, f"{item.code}__{row}", offered[code])

    def _sum(self, item: Item, answer: Answer) -> None:
        for row, share in _by_row(answer).items():
            self.type(item.code, f"{item.code}__{row}", share)

    def _ranks(self, item: Item, answer: Answer) -> None:
        for place, code in enumerate(_codes(answer), start=1):
            self._rank(item, place, item.option_codes[code])
        self._other(item, answer)

    def _rank(self, item: Item, place: int, option: Option) -> None:
        words = self.words(option)
        self.said[item.code].append(words)
        select = self.page.locator(f"[name='{item.code}__{place}']")
        if self.scripted:
            around = self.page.locator(".rank").filter(has=select)
            self.click(around.locator(".rank-option").get_by_text(words, exact=True))
            assert select.input_value() == option.code
        else:
            select.select_option(label=words)
            self.clicks += 2

    def _text(self, item: Item, answer: Answer) -> None:
        text = str(answer.value)
        self.page.locator(f"[name='{item.code}']").fill(text)
        self.keys += len(text)
        self.said[item.code].append(text)

    def _other(self, item: Item, answer: Answer) -> None:
        if answer.other is not None:
            self.page.locator(f"[name='{item.code}__other']").fill(answer.other)
            self.keys += len(answer.other)
            self.said[item.code].append(answer.other)

    def _roster(self, item: Item, answer: Answer) -> None:
        rows = rows_of(answer)
        for number, row in enumerate(rows, start=1):
            for inner, placed in zip(item.items, item.in_row(number), strict=True):
                if inner.code in row:
                    self.answer(placed, row[inner.code])
                    self.said[item.code] += self.said.pop(placed.code)
            if number < len(rows):
                self.press(self.page.locator(f"button[value='{item.code}:add']"))


def _codes(answer: Answer) -> tuple[str, ...]:
    assert isinstance(answer.value, tuple)
    return tuple(str(code) for code in answer.value)


def _by_row(answer: Answer) -> Mapping[str, str]:
    assert isinstance(answer.value, Mapping)
    return answer.value


_BY_KIND: Mapping[str, Callable[[Hand, Item, Answer], None]] = {
    "single": Hand._single,
    "picker": Hand._single,
    "consent": Hand._single,
    "multiple": Hand._multiple,
    "picker_multiple": Hand._multiple,
    "number": Hand._number,
    "banded_share": Hand._rows,
    "scale_list": Hand._rows,
    "constant_sum": Hand._sum,
    "rank": Hand._ranks,
    "short_text": Hand._text,
    "long_text": Hand._text,
    "roster": Hand._roster,
}
