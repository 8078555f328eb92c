"""What was made final and published from a wave, told before the wave is opened again."""

from app.actions import settling
from app.actions.fieldwork import WaveView
from app.collection.wave import said
from app.language.catalogue import mark
from app.web.identity import services
from app.web.locale import language, say
from app.web.staff.report_gate import sound
from app.web.wave_lines import moment

FINAL = mark(
    "Final snapshot: “{label}” of {moment}, {n} responses. It stays as it is: answers that come"
    " now are not in it."
)
PUBLISHED = mark(
    "Readers see run {number} of “{report}”, made on {moment}. It stays as it is until it is"
    " withdrawn or another run is published."
)
AGAIN = mark(
    "To make the answers that come now final, the wave has to be closed again, and another final"
    " snapshot needs a reason."
)


def settled(wave: WaveView) -> list[str]:
    """What of a closed wave is settled, and what opening it again means for that."""
    found = settling.of_wave(services().database, wave.code)
    told = [
        say(
            PUBLISHED,
            number=head.number,
            report=_title(head.report),
            moment=moment(wave, head.run_at),
        )
        for head in found.published
    ]
    if found.final is None:
        return told
    kept = found.final
    final = say(FINAL, label=kept.label, moment=moment(wave, kept.kept_at), n=kept.responses)
    return [final, *told, say(AGAIN)]


def _title(report: str) -> str:
    """The title of a report; its code where it is not defined any more."""
    defined = sound(report)
    return said(defined.title, language()) if defined else report
