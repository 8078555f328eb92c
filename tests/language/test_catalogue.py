"""The Japanese catalogue holds every wording of the interface, and nothing else."""

import re
from collections import Counter
from pathlib import Path
from string import ascii_letters

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from app.language import catalogue, findings
from app.language.catalogue import LOCALES, gettext, ngettext, translations

ROOT = Path(__file__).parents[2]
BANNED = re.compile(r"\b(please|invalid|errors?|successful(ly)?|oops|sorry)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def extracted() -> Catalog:
    """Every wording that the program names, as `pybabel extract -F babel.cfg` finds them."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # Babel
    found = Catalog()
    for path, line, msgid, comments, context in extract_from_dir(ROOT, methods, options):
        if msgid in findings.WORDING:
            continue  # the code of a finding, said by findings.say
        found.add(msgid, None, [(path, line)], auto_comments=comments, context=context)
    return found


@pytest.fixture(scope="module")
def japanese() -> Catalog:
    with (LOCALES / "ja" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale="ja", abort_invalid=True)


def forms(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The English and the translated wordings of a message, one or one for each plural."""
    ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    found = message.string
    strings = (found,) if isinstance(found, str) else tuple(found or ())
    return ids, tuple(string or "" for string in strings)


def wordings(found: Catalog) -> set[str]:
    return {forms(message)[0][0] for message in found if message.id}


def fills(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_no_wording_is_missing_in_japanese(extracted: Catalog, japanese: Catalog) -> None:
    assert wordings(extracted) - wordings(japanese) == set()


def test_no_wording_in_japanese_has_lost_its_place(extracted: Catalog, japanese: Catalog) -> None:
    assert wordings(japanese) - wordings(extracted) == set()
    assert list(japanese.obsolete) == []


def test_every_wording_in_japanese_is_complete(japanese: Catalog) -> None:
    unfinished = [
        message.id
        for message in japanese
        if message.id and (message.fuzzy or not all(forms(message)[1]))
    ]

    assert unfinished == []


@pytest.mark.parametrize("file", sorted(LOCALES.rglob("*.po")), ids=lambda file: file.name)
def test_no_wording_stands_twice_in_a_catalogue(file: Path) -> None:
    """Catches: one wording in two places with two translations, of which only one is read."""
    told = re.findall(r'^msgid ((?:".*"\n)+)', file.read_text(encoding="utf-8"), re.MULTILINE)

    assert len(told) > 100
    assert [text for text, times in Counter(told).items() if times > 1] == []


def test_both_languages_fill_in_the_same_words(japanese: Catalog) -> None:
    differing = []
    for message in japanese:
        if not message.id:
            continue
        ids, strings = forms(message)
        if fills("".join(ids)) != fills("".join(strings)):
            differing.append(message.id)

    assert differing == []


def test_nothing_is_left_in_english_where_japanese_is_read(japanese: Catalog) -> None:
    unspoken = []
    for message in japanese:
        for string in forms(message)[1] if message.id else ():
            words = re.sub(r"\{\w+\}", "", string)
            if any(letter in ascii_letters for letter in words) and words.isascii():
                unspoken.append(string)

    assert set(unspoken) <= {"Kakehashi", "EU", "CSV", "JSON"}


def test_the_english_says_what_to_do_without_the_banned_words(extracted: Catalog) -> None:
    banned = [text for text in wordings(extracted) if BANNED.search(text)]

    assert banned == []


def test_every_finding_has_its_wording_in_japanese() -> None:
    spoken = {code: gettext("ja", text) for code, text in findings.WORDING.items()}

    assert [code for code, text in spoken.items() if text == findings.WORDING[code]] == []


def test_a_check_of_the_questionnaire_brings_its_own_text() -> None:
    assert findings.say("check", {"text": "ご確認ください。"}, "ja") == "ご確認ください。"


def test_an_unreadable_number_is_told_with_the_readings_it_could_have() -> None:
    none = findings.say("number_unreadable", {}, "en")
    two = findings.say("number_unreadable", {"first": "12.5", "second": "1,250"}, "en")

    assert none == "Enter a number in figures, for example 1,200 or 3.5."
    assert two.startswith("This can be read as 12.5 or as 1,250.")


def test_a_fill_is_put_in_once_and_never_read_again() -> None:
    assert gettext("en", "{num} and {n}", num="{n}", n=3) == "{n} and 3"
    assert gettext("en", "{unknown}", n=3) == "{unknown}"


def test_a_plural_follows_the_number_in_english() -> None:
    one, many = (ngettext("en", "{n} firm", "{n} firms", n) for n in (1, 2))

    assert (one, many) == ("1 firm", "2 firms")


def test_a_catalogue_older_than_its_source_is_compiled_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "ja" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text('msgid "Save"\nmsgstr "保存"\n', encoding="utf-8")
    monkeypatch.setattr(catalogue, "LOCALES", tmp_path)
    translations.cache_clear()

    said = gettext("ja", "Save")

    translations.cache_clear()
    assert said == "保存"


def test_a_compiled_catalogue_is_used_while_it_is_newer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "ja" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text('msgid "Save"\nmsgstr "ソース"\n', encoding="utf-8")
    compiled = Catalog(locale="ja")
    compiled.add("Save", "保存")
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, compiled)
    monkeypatch.setattr(catalogue, "LOCALES", tmp_path)
    translations.cache_clear()

    said = gettext("ja", "Save")

    translations.cache_clear()
    assert said == "保存"
