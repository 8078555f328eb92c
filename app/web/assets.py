"""The style sheet, joined from its parts at the start, and the addresses of static files."""

import gzip
import hashlib
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask, Response, request
from whitenoise import WhiteNoise

STATIC = Path(__file__).parent / "static"
A_YEAR_S = 365 * 24 * 3600


def style_sheet() -> bytes:
    """Tokens first, the page next, then the components by name."""
    parts = sorted((STATIC / "components").glob("*.css"), key=lambda part: part.name)
    parts.sort(key=lambda part: part.name != "page.css")
    return b"\n".join(part.read_bytes() for part in (STATIC / "tokens.css", *parts))


def install(app: Flask) -> None:
    """Serve static files at addresses that change when they do, to be kept for a year."""
    sheet = style_sheet()
    packed = gzip.compress(sheet, mtime=0)
    versions = {
        path.relative_to(STATIC).as_posix(): _version(path.read_bytes())
        for path in STATIC.rglob("*")
        if path.is_file()
    }

    def asset(name: str) -> str:
        # Not `url_for`: a page that refuses a foreign host has no routes to ask.
        return f"/static/{name}?v={versions[name]}"

    def style(wanted: str) -> Response:
        del wanted  # only there so that a new sheet has a new address
        is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
        response = Response(packed if is_packed else sheet, mimetype="text/css")
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR_S}, immutable"
        response.headers["Vary"] = "Accept-Encoding"
        if is_packed:
            response.headers["Content-Encoding"] = "gzip"
        return response

    app.add_url_rule("/style/<wanted>.css", endpoint="style", view_func=style)
    app.jinja_env.globals.update(asset=asset, style_at=f"/style/{_version(sheet)}.css")
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(STATIC),
        prefix="static/",
        max_age=A_YEAR_S,
        allow_all_origins=False,
        add_headers_function=_guard,
    )


def _guard(headers: Headers, _path: str, _url: str) -> None:
    """What static files say to browsers, which see them before any view does."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


def _version(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
