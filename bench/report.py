"""What a report costs: drawing its charts, drawing up its page, and a reader who opens it.

Runs on the installation of the environment, of whose reports it takes the one published last:

    DEMO=1 HTTPS=off python -m bench.report
"""

import gzip
import time
from collections.abc import Callable

from app import create_app
from app.actions import analysis
from app.actions.services import Services
from app.reporting.figures import drawn, palette
from app.reporting.writers import html, xlsx

ROUNDS = 50


def cpu_ms(done: Callable[[], object], rounds: int = 1) -> float:
    """Milliseconds of CPU that something takes."""
    started = time.process_time()
    for _ in range(rounds):
        done()
    return (time.process_time() - started) * 1000 / rounds


def main() -> None:
    """Print a line for each thing that is measured."""
    app = create_app()
    services = app.extensions["kakehashi"]
    if not isinstance(services, Services):
        raise TypeError("create_app puts Services at app.extensions['kakehashi']")
    shown = analysis.publications(services.database)
    head = analysis.published_head(services.database, shown[0].report) if shown else None
    if head is None:
        raise SystemExit("no report is published")
    document = analysis.run_of(services.database, head.number).document
    inks = palette((services.reports / "palette.yaml").read_bytes())
    count = sum(len(figure.drawings) for figure in document.figures)
    drawing = cpu_ms(lambda: drawn(document, inks))
    print(f"{len(document.tables)} tables, {count} drawings")
    print(f"drawing every chart: {drawing:.0f} ms, {drawing / count:.1f} ms each")
    for language in document.languages:
        page = str(html.report(document, language)).encode()
        packed = len(gzip.compress(page)) // 1000
        made = cpu_ms(lambda language=language: html.report(document, language))  # type: ignore[misc]
        print(f"page in {language}: {made:.0f} ms, {len(page) // 1000} kB, {packed} kB packed")
    print(f"workbook: {cpu_ms(lambda: xlsx.report(document, document.languages[0])):.0f} ms")
    reader, path = app.test_client(), f"/reports/{head.report}"
    first = cpu_ms(lambda: reader.get(path))
    tag = reader.get(path).headers["ETag"]
    again = cpu_ms(lambda: reader.get(path), ROUNDS)
    held = cpu_ms(lambda: reader.get(path, headers={"If-None-Match": tag}), ROUNDS)
    print(f"a reader: first {first:.0f} ms, next {again:.1f} ms, with the page kept {held:.1f} ms")


if __name__ == "__main__":
    main()
