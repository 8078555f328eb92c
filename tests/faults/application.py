"""The application as in service, on the small survey of these tests."""

from dataclasses import replace
from pathlib import Path

from flask import Flask

from app import create_app
from config import from_environment

SURVEYS = Path(__file__).parent / "surveys"


def application() -> Flask:
    """What the server of the fault tests runs."""
    return create_app(replace(from_environment(), surveys=SURVEYS))
