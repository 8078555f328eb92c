"""A document as JSON: everything published, for whoever computes with it."""

import json
from dataclasses import replace

from app.reporting.document import Document, to_mapping


def report(document: Document) -> bytes:
    """The document without its drawings, as UTF-8; equal documents give equal bytes."""
    plain = replace(
        document, figures=tuple(replace(figure, drawings=()) for figure in document.figures)
    )
    written = json.dumps(to_mapping(plain), ensure_ascii=False, indent=1, sort_keys=True)
    return written.encode() + b"\n"
