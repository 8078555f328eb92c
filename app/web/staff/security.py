"""Flask-Security, set up to keep staff signed in; none of its pages is there."""

from flask import Flask
from flask_security import Security

from app.storage.accounts import SCHEMES, AccountDatastore
from app.storage.database import Database
from app.web.staff import own, refusals, sign_in
from app.web.staff.agreed import agreed
from app.web.staff.firms import firms
from app.web.staff.known_browser import KnownBrowsers
from app.web.staff.people import people
from app.web.staff.record import record
from app.web.staff.reports import reports
from app.web.staff.runs import runs
from app.web.staff.snapshots import snapshots
from app.web.staff.steps import steps
from app.web.staff.waves import waves

PAGES = (waves, steps, firms, snapshots, agreed, reports, runs, people, record)


def install(app: Flask, database: Database, *, key: str, is_secure: bool) -> None:
    """Let staff sign in to their pages with the accounts of a database."""
    app.config.update(
        SECURITY_PASSWORD_HASH=SCHEMES[0],
        SECURITY_PASSWORD_SCHEMES=list(SCHEMES),
        SECURITY_PASSWORD_SINGLE_HASH=list(SCHEMES),
        SECURITY_CLI_USERS_NAME=None,
        SECURITY_CLI_ROLES_NAME=None,
    )
    datastore = AccountDatastore(database)
    security = Security(app, datastore, register_blueprint=False)
    _ask_only_where_needed(app, security)
    app.register_blueprint(sign_in.blueprint(KnownBrowsers(key, is_secure), datastore))
    app.register_blueprint(own.blueprint(datastore))
    for pages in PAGES:
        app.register_blueprint(pages)
    refusals.install(app)


def _ask_only_where_needed(app: Flask, security: Security) -> None:
    """Let pages that ask for no person look for none, and let nothing but the session sign in.

    Flask-Principal looks for an account before every page and Flask-Login for every template, a
    firm's too; what staff may do stands in `access.roles`, and who it is in `gate`. Tokens in
    headers are never issued, so they are never read.
    """
    before = app.before_request_funcs[None]
    before[:] = [ask for ask in before if getattr(ask, "__self__", None) is not security.principal]
    given = app.template_context_processors[None]
    given[:] = [add for add in given if not add.__module__.startswith("flask_login")]
    security.login_manager.request_loader(lambda _request: None)
