"""The application factory: the one place where the layers are joined."""

from datetime import timedelta
from importlib import import_module
from pkgutil import iter_modules
from urllib.parse import urlsplit

from click import Command
from flask import Flask
from flask.cli import AppGroup
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app import commands
from app.actions.services import Services
from app.storage.database import Database
from app.web import assets, bodies, errors, headers, limits, locale
from app.web.invitation import invitation
from app.web.public import public
from app.web.reader import reader
from app.web.respondent import respondent
from app.web.sessions import CookieByPath
from app.web.sitting import LONGEST
from app.web.staff import security
from config import Config, from_environment

SIGNED_FOR = max(LONGEST, timedelta(hours=12))
"""A cookie older than this is refused, whatever it says."""


def create_app(config: Config | None = None) -> Flask:
    """The web application and its commands on one configuration.

    Parameters
    ----------
    config : Config, optional
        The settings; those of the environment where none are given.
    """
    settings = config or from_environment()
    app = Flask(__name__, template_folder="web/templates", static_folder="web/static")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=SIGNED_FOR,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # our pages send no Referer; `bodies` asks Sec-Fetch-Site
        WTF_I18N_ENABLED=False,  # no wording of WTForms is ever shown
        TEMPLATES_AUTO_RELOAD=False,
        TRUSTED_HOSTS=[urlsplit(settings.site).hostname] if settings.site else None,
    )
    app.extensions["kakehashi"] = services = Services(
        database=Database(settings.database_url),
        code_key=settings.code_key,
        surveys=settings.surveys,
        reports=settings.reports,
        demo=settings.demo,
        data=settings.data,
        site=settings.site,
    )
    _join_web(app, services, settings)
    _trust(app, settings.proxies)
    _add_commands(app)
    return app


def _join_web(app: Flask, services: Services, settings: Config) -> None:
    """What every page has, then the pages."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["demo"] = settings.demo
    app.session_interface = CookieByPath(https=settings.https)
    headers.install(app, https=settings.https)
    errors.install(app)
    limits.install(app, storage=settings.rate_limit_storage, is_on=settings.rate_limits)
    bodies.install(app)
    CSRFProtect(app)
    locale.install(app)
    assets.install(app)
    app.register_blueprint(invitation)
    app.register_blueprint(respondent)
    app.register_blueprint(public)
    app.register_blueprint(reader)
    security.install(app, services.database, key=settings.secret_key, is_secure=settings.https)


def _trust(app: Flask, proxies: int) -> None:
    """Take the address of a visitor from as many proxies as stand in front, and from no other."""
    if proxies:
        behind = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0, x_prefix=0)
        app.wsgi_app = behind  # type: ignore[method-assign]


def _add_commands(app: Flask) -> None:
    """Every group of commands of a module of `commands`, and the command that bears its name."""
    for found in iter_modules(commands.__path__):
        module = import_module(f"{commands.__name__}.{found.name}")
        for group in vars(module).values():
            is_alone = isinstance(group, Command) and group.name == found.name
            if isinstance(group, AppGroup) or is_alone:
                app.cli.add_command(group)
