"""Options as they are drawn: escaped, marked where chosen, the same lines for every firm."""

from app.questionnaire.instrument import Option
from app.questionnaire.text import Text
from app.web.choices import Choices, choices


def options(*labels: str) -> Choices:
    made = [
        Option(f"o{at}", Text("en", {"en": label}), aliases={"en": (f"<{at}>",)})
        for at, label in enumerate(labels)
    ]
    return choices(made, "item", "en")


def test_a_list_is_written_with_every_part_escaped() -> None:
    assert str(options('<b>"Salt" & more</b>').lines(())) == (
        '<option value="o0" data-also="&lt;0&gt;">'
        "&lt;b&gt;&#34;Salt&#34; &amp; more&lt;/b&gt;</option>\n"
    )


def test_what_is_chosen_is_marked_and_nothing_else() -> None:
    made = options("Salt", "Tea", *map(str, range(10)))

    lines = str(made.lines(("o1",))).splitlines()

    assert [line for line in lines if " selected" in line] == [
        '<option value="o1" selected data-also="&lt;1&gt;">Tea</option>'
    ]
    assert "selected" not in str(made.lines(()))
    assert "selected" not in str(made.lines(('o9"><script>', "x")))


def test_only_a_list_with_fills_is_made_anew_for_a_firm() -> None:
    plain, own = options("Salt"), options("Salt from {home}")

    assert plain.relabelled(str.upper) is plain
    assert [one.label for one in own.relabelled(str.upper)] == ["SALT FROM {HOME}"]
