"""What may come in the body of a request: little, few fields, one coding."""

from urllib.parse import unquote_to_bytes

from flask import Flask, request
from werkzeug.exceptions import BadRequest, Forbidden, RequestEntityTooLarge, UnsupportedMediaType

MOST_BYTES = 64 * 1024
MOST_FIELDS = 1000
FORM = "application/x-www-form-urlencoded"


def install(app: Flask) -> None:
    """Refuse before any view runs what no form of ours sends."""
    app.config.update(
        MAX_CONTENT_LENGTH=MOST_BYTES, MAX_FORM_MEMORY_SIZE=MOST_BYTES, MAX_FORM_PARTS=MOST_FIELDS
    )
    app.before_request(refuse)


def refuse() -> None:
    """Stop a body that comes from elsewhere, is too large, or is not text in UTF-8.

    Without a Referer (our own policy) a browser still says by `Sec-Fetch-Site` where a request
    was made; browsers that do not send it are covered by the token of the form.
    """
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise Forbidden
    if request.mimetype not in {FORM, ""}:
        raise UnsupportedMediaType
    body = request.get_data(cache=True)
    if body.count(b"&") >= MOST_FIELDS:
        raise RequestEntityTooLarge
    try:
        unquote_to_bytes(body).decode("utf-8")
    except UnicodeDecodeError as problem:
        raise BadRequest from problem
