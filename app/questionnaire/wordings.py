"""Wordings of a definition in its other languages: side files keyed by where a wording stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.questionnaire.problem import Problem, hint, quoted
from app.questionnaire.source import Place, Source, spelled
from app.questionnaire.text import FILL, Text, source_hash


@dataclass(frozen=True, slots=True)
class Translation:
    """A wording in another language and the hash of the wording that it was made from."""

    source: str
    text: str


@dataclass
class Wordings:
    """Joins wordings of the base language with their translations, and keeps a list of them.

    Parameters
    ----------
    base : str
        The base language.
    translations : mapping
        By language, what its side file holds by key.
    used : dict
        Every key that was asked for, with its wording in the base language.
    """

    base: str
    translations: Mapping[str, Mapping[str, Translation]] = field(default_factory=dict)
    used: dict[str, str] = field(default_factory=dict)

    def text(self, key: str, wording: str) -> Text:
        """The wording in every language that has it; stale where the base has changed since."""
        self.used[key] = wording
        said = {self.base: wording}
        stale: set[str] = set()
        for language, side in self.translations.items():
            found = side.get(key)
            if found is not None:
                said[language] = found.text
                if found.source != source_hash(wording):
                    stale.add(language)
        return Text(self.base, said, frozenset(stale))


def read_translations(source: Source) -> tuple[Mapping[str, Translation], list[Problem]]:
    """What a side file holds by key, and what is wrong with its form."""
    if source.value is None:
        return {}, list(source.problems)
    if not isinstance(source.value, Mapping):
        return {}, [source.problem((), "a side file holds lines like title: {src: …, text: …}")]
    found: dict[str, Translation] = {}
    problems = list(source.problems)
    for key, entry in source.value.items():
        fields = entry if isinstance(entry, Mapping) else {}
        text, origin = fields.get("text"), fields.get("src")
        if set(fields) != {"src", "text"}:
            problems.append(source.problem((key,), _FORM, key))
        elif not isinstance(text, str) or not text.strip():
            problems.append(source.problem((key,), "text is empty; write the wording", key))
        else:
            found[key] = Translation(str(origin), text)
    return found, problems


def translation_problems(
    wordings: Wordings, language: str, side: Source, definition: Source
) -> list[Problem]:
    """Wordings that a language lacks, that are older than their source, that belong to nothing."""
    if side.value is None and side.problems:
        return []
    places = _places(definition)
    translated = wordings.translations.get(language, {})
    problems: list[Problem] = []
    for key, wording in wordings.used.items():
        place = places.get(key, ())
        found = translated.get(key)
        if found is None:
            message = (
                f"no wording in {language}; add to {side.file}: "
                f'{key}: {{src: "{source_hash(wording)}", text: …}}'
            )
            problems.append(definition.problem(place, message, key))
            continue
        if found.source != source_hash(wording):
            problems.append(_stale(side, key, wording))
        problems += _fill_problems(side, key, wording, found.text)
    for key in translated.keys() - wordings.used.keys():
        message = f"the definition has no such wording{hint(key, wordings.used)}"
        problems.append(_warning(side.problem((key,), message, key)))
    return problems


_FORM = "write {src: hash of the wording translated, text: the translation}"


def _stale(side: Source, key: str, wording: str) -> Problem:
    message = (
        f"older than the wording it translates, now {quoted(wording)}; look at the text, "
        f'then set src to "{source_hash(wording)}"'
    )
    return _warning(side.problem((key,), message, key))


def _warning(problem: Problem) -> Problem:
    return replace(problem, severity="warning")


def _fill_problems(side: Source, key: str, wording: str, text: str) -> list[Problem]:
    """Fills that a translation adds, which nothing would replace."""
    known = set(FILL.findall(wording))
    added = [name for name in FILL.findall(text) if name not in known]
    return [
        side.problem((key,), f"the wording translated has no {{{name}}}{hint(name, known)}", key)
        for name in added
    ]


def _places(definition: Source) -> Mapping[str, Place]:
    """Where each wording stands in the definition, by its key in the side files."""
    return {key_of(spelled(place, definition.value)): place for place in definition.lines}


def key_of(path: str) -> str:
    """The key of a wording in the side files, for where it stands in the definition."""
    path = re.sub(r"^(fills\.[^.]+)\.label_for\.", r"\1.", path)
    item, parts = r"items\.[^.]+(?:\.items\.[^.]+)?", r"(?:options|rows|missing|checks|variants)"
    listed = rf"^((?:{item}\.{parts}|fills\.[^.]+)\.[^.]+)"
    return re.sub(listed + r"\.(?:label|text|wording)$", r"\1", path)
