"""How each finding is said to a respondent: what to do, in their words."""

from collections.abc import Mapping

from app.language.catalogue import gettext, mark

WORDING: Mapping[str, str] = {
    "required": mark("Choose an answer to {num}."),
    "blank_once": mark("{num} has no answer. Answer it, or continue without an answer."),
    "count_max": mark("Choose up to {k}. You have chosen {n}."),
    "exclusive": mark("“{label}” cannot be combined with other answers. Keep one or the other."),
    "rank_distinct": mark("Each rank needs a different answer. “{label}” appears more than once."),
    "rank_gap": mark("Fill in rank {n} before a lower one."),
    "number_range": mark("Enter a number from {min} to {max}."),
    "number_min": mark("Enter a number of {min} or more."),
    "number_max": mark("Enter a number of {max} or less."),
    "whole_number": mark("Enter a whole number, without decimals."),
    "decimals": mark("Enter a number with at most {k} decimals."),
    "number_unreadable": mark("Enter a number in figures, for example 1,200 or 3.5."),
    "whole_unreadable": mark("Enter a whole number in figures, for example 1,200."),
    "number_two_readings": mark(
        "This can be read as {first} or as {second}. Enter the number without separators."
    ),
    "number_one_reading": mark("If you mean {first}, enter it in that form."),
    "number_factor": mark(
        "We read this as {value}. If you mean {other}, change it; otherwise continue."
    ),
    "share_range": mark("Enter a share from 0 to 100."),
    "sum": mark("The shares add to {total}. Change them so that they add to 100."),
    "sum_near": mark("The shares add to {total}, not to 100. Change them, or continue."),
    "number_or_missing": mark("Enter a number or choose “{label}”, not both."),
    "estimate_without_number": mark("Enter the number that is an estimate."),
    "text_long": mark("Shorten the text to {k} characters. It has {n}."),
    "text_nul": mark("Remove the characters that cannot be shown, and enter the text again."),
    "text_lines": mark("Enter the text in one line."),
    "other_text": mark("Describe the other answer."),
    "other_unchosen": mark("Choose “{label}”, or remove the text beside it."),
    "list_unknown": mark("Choose an entry from the list."),
    "one_answer": mark("Choose one answer only."),
    "row_missing": mark("Row “{label}” has no answer. Answer it, or continue without an answer."),
    "roster_max": mark("Describe up to {k}."),
    "row_required": mark("Answer “{label}”."),
    "row_blank": mark("“{label}” has no answer. Answer it, or continue without an answer."),
    "row_blanks": mark(
        "Questions without an answer: {n}. Answer them, or continue without an answer."
    ),
    "echo_number": mark("We read this as {value}."),
    "conflict": mark(
        "{name} changed this answer after you opened the page. Look at both and choose one."
    ),
}
"""Code of a finding to its wording in English; its params stand in braces."""


def say(finding_code: str, params: Mapping[str, str], language: str) -> str:
    """The sentence for a finding; a check of the questionnaire itself brings its own text.

    Raises
    ------
    KeyError
        The code has no wording.
    """
    if finding_code == "check":
        return params["text"]
    if finding_code == "number_unreadable" and "first" in params:
        code = "number_two_readings" if "second" in params else "number_one_reading"
        return gettext(language, WORDING[code], **params)
    return gettext(language, WORDING[finding_code], **params)
