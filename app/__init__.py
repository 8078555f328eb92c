"""The application factory: the one place where the layers are joined."""

from datetime import timedelta

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from app.web import assets, bodies, errors, headers, locale
from app.web.sessions import CookieByPath
from config import Config, from_environment

ANSWERING_HOURS = 12


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
        PERMANENT_SESSION_LIFETIME=timedelta(hours=ANSWERING_HOURS),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # our pages send no Referer; `bodies` asks Sec-Fetch-Site
        TEMPLATES_AUTO_RELOAD=False,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["demo"] = settings.demo
    app.session_interface = CookieByPath(https=settings.https)
    bodies.install(app)
    CSRFProtect(app)
    headers.install(app, https=settings.https)
    errors.install(app)
    locale.install(app)
    assets.install(app)
    return app
