"""How PostgreSQL is reached: which addresses mean it, and what waits while it comes back."""

import threading
import time
from typing import Any

import psycopg
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL

NAMES = ("postgres", "postgresql")
DRIVER = "postgresql+psycopg"
LOCK_WAIT_S = 10
BACK_WITHIN_S = 15
LOOK_AGAIN_S = 0.1


class Reach:
    """Opens connections, and waits for a server that has gone and may be back in a moment.

    A server that crashes is back within seconds. Who asks for a connection meanwhile has sent
    nothing yet, so that waiting and trying again is safe. A server that was never there, or that
    was waited for in vain, is not waited for: the next who ask are told at once.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._was_there = False

    def connect(self, dialect: Any, _record: object, args: Any, options: Any) -> Any:
        """A connection of the driver, for SQLAlchemy's event `do_connect`."""
        until = time.monotonic() + (BACK_WITHIN_S if self._was_there else 0)
        while True:
            try:
                connection = dialect.connect(*args, **options)
            except psycopg.OperationalError:
                if time.monotonic() >= until:
                    self._note(is_there=False)
                    raise
                time.sleep(LOOK_AGAIN_S)
            else:
                self._note(is_there=True)
                return connection

    def _note(self, *, is_there: bool) -> None:
        with self._lock:
            self._was_there = is_there


def is_postgresql(url: URL) -> bool:
    """Whether an address is that of a PostgreSQL database."""
    return url.get_backend_name() in NAMES


def driven(url: URL) -> URL:
    """The address with the driver that is installed; `postgres://` is PostgreSQL's as well."""
    return url.set(drivername=DRIVER)


def engine(url: URL, reach: Reach, *options: str, **more: Any) -> Engine:
    """An engine whose connections are looked at before they are used.

    Parameters
    ----------
    options : str
        Settings of each session, as `name=value`.
    """
    told = [f"-c {setting}" for setting in (f"lock_timeout={LOCK_WAIT_S}s", *options)]
    asked = url.query.get("options", ())
    before = [asked] if isinstance(asked, str) else [*asked]
    made = create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": LOCK_WAIT_S,
            "options": " ".join([*before, *told]),
        },
        **more,
    )
    event.listen(made, "do_connect", reach.connect)
    return made
