"""The door through which definitions come in: files read whole, with every problem at once."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from app.questionnaire.canonical import texts, to_mapping
from app.questionnaire.consistency import consistency_problems, item_problems
from app.questionnaire.instrument import Instrument, Questionnaire
from app.questionnaire.library import with_lists
from app.questionnaire.lint import lint_problems
from app.questionnaire.mapping import questionnaire_of
from app.questionnaire.problem import Problem, in_order
from app.questionnaire.salvage import salvaged
from app.questionnaire.shape import shape_problems
from app.questionnaire.source import read_source
from app.questionnaire.wordings import (
    Wordings,
    read_translations,
    translation_problems,
)

FILE = "questionnaire.yaml"


class StaleWordings(ValueError):
    """Wordings of another language were made from an earlier base wording."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} wordings are older than the wording they translate")
        self.count = count


def read(folder: Path, library: Path) -> tuple[Questionnaire | None, tuple[Problem, ...]]:
    """The questionnaire that a folder defines, and everything that is wrong with its files.

    Nothing is read half: where there is a problem there is no questionnaire, and all problems come
    at once. Warnings (a stale translation, a condition that is always met) do not stand in the way
    of reading; `publish` refuses stale translations.

    Parameters
    ----------
    folder : Path
        Holds questionnaire.yaml and, for each other language, i18n/<language>.yaml.
    library : Path
        Holds the official lists as lists/<name>.csv.

    Returns
    -------
    tuple
        The questionnaire or None; the problems by file and line.
    """
    source = read_source(folder / FILE, str(folder / FILE))
    if source.value is None:
        return None, source.problems or (source.problem((), "the file is empty"),)
    found = [*source.problems, *shape_problems(source)]
    mapping = salvaged(source.value)
    joined = with_lists(mapping, source, library)
    found += joined.problems
    sides = {
        language: read_source(side, str(side))
        for language in joined.languages[1:]
        for side in [folder / "i18n" / f"{language}.yaml"]
    }
    read_sides = {language: read_translations(side) for language, side in sides.items()}
    found += [problem for _, problems in read_sides.values() for problem in problems]
    wordings = Wordings(
        joined.languages[0], {language: said for language, (said, _) in read_sides.items()}
    )
    questionnaire = questionnaire_of(joined.mapping, wordings)
    for language, side in sides.items():
        found += translation_problems(wordings, language, side, source)
    found += consistency_problems(source)
    found += item_problems(questionnaire, source)
    found += lint_problems(questionnaire, source, joined.lost)
    problems = in_order(found)
    is_sound = all(problem.severity == "warning" for problem in problems)
    return (questionnaire if is_sound else None), problems


def from_mapping(mapping: Mapping[str, object]) -> Questionnaire:
    """The questionnaire that a mapping defines whose form has been checked before."""
    return questionnaire_of(mapping)


def to_canonical(questionnaire: Questionnaire) -> bytes:
    """The definition as JSON in UTF-8: keys in order, every language, lists written out.

    Equal content gives equal bytes, however its files were laid out.
    """
    mapping = to_mapping(questionnaire)
    written = json.dumps(mapping, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return written.encode()


def publish(questionnaire: Questionnaire) -> Instrument:
    """The questionnaire as an instrument, frozen under the hash of its canonical form.

    Raises
    ------
    StaleWordings
        A translation is older than what it translates: firms would read different questions.
    """
    stale = sum(bool(text.stale) for text in texts(questionnaire))
    if stale:
        raise StaleWordings(stale)
    return instrument_from_canonical(to_canonical(questionnaire))


def instrument_from_canonical(canonical: bytes) -> Instrument:
    """The instrument that was published in this form."""
    questionnaire = questionnaire_of(json.loads(canonical))
    return Instrument(questionnaire, canonical, hashlib.sha256(canonical).hexdigest())
