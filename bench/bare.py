"""The least that can save a page: Flask, a fixed form, and one queued, durable SQLite commit."""

import fcntl
import json
import os
import sqlite3
from pathlib import Path

from flask import Flask, redirect, request
from werkzeug.wrappers import Response

FIELDS = "".join(
    f'<label>{number} <input type="radio" name="answer" value="{number}"></label>'
    for number in range(10)
)
PAGE = f'<!doctype html><html lang="en"><title>Bare</title><form method="post">{FIELDS}</form>'


def create_app() -> Flask:
    """An application that keeps what is posted and nothing else."""
    folder = Path(os.environ["BARE_FOLDER"])
    app = Flask(__name__)
    database = sqlite3.connect(
        folder / "bare.sqlite", isolation_level=None, check_same_thread=False
    )
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE IF NOT EXISTS response (firm TEXT, page INTEGER, answer TEXT)")
    queue = (folder / "bare.lock").open("w")

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    @app.get("/<firm>/<int:page>")
    def show(firm: str, page: int) -> str:
        del firm, page
        return PAGE

    @app.post("/<firm>/<int:page>")
    def save(firm: str, page: int) -> Response:
        answer = json.dumps(request.form.to_dict(flat=False))
        fcntl.flock(queue, fcntl.LOCK_EX)
        try:
            database.execute("BEGIN IMMEDIATE")
            database.execute("INSERT INTO response VALUES (?, ?, ?)", (firm, page, answer))
            database.execute("COMMIT")
        finally:
            fcntl.flock(queue, fcntl.LOCK_UN)
        return redirect(f"/{firm}/{page + 1}", 303)

    return app
