"""A server of its own on a folder of its own: started, measured, killed, ended."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

TICKS_PER_S = os.sysconf("SC_CLK_TCK")
HOST = "127.0.0.1"
ROOT = Path(__file__).parents[1]


class Server:
    """A granian process with its worker, as `make serve` starts them.

    Parameters
    ----------
    target : str
        The application, as `module:factory`.
    environment : mapping
        Settings that are added to a bare environment.
    port : int, optional
        Where it listens; a free one where none is given.
    workers : int
        How many processes answer.
    """

    def __init__(
        self, target: str, environment: Mapping[str, str], port: int = 0, *, workers: int = 1
    ) -> None:
        self.target = target
        self.workers = workers
        self.environment = environment
        self.port = port or free_port()
        self.process = self._started()

    def cpu_ms(self) -> float:
        """CPU time that the server and its workers have used, user and system, in ms."""
        return cpu_ms(self.processes())

    def memory_mb(self) -> float:
        """Memory that the server and its workers hold, in MB."""
        pages = [
            int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
            for pid in self.processes()
        ]
        return sum(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6

    def processes(self) -> list[int]:
        """The server's own process first, then its workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [self.process.pid, *map(int, children.read_text("ascii").split())]

    def kill(self) -> None:
        """End everything at once, as a power cut would: SIGKILL to the whole group."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_worker(self, most: int | None = None) -> None:
        """End the workers, or so many of them, at once and leave the server to notice."""
        for pid in self.processes()[1:][:most]:
            os.kill(pid, signal.SIGKILL)

    def restart(self) -> None:
        """Start again on the same folder and port."""
        self.process = self._started()

    def end(self) -> None:
        """End in good order; at once where that takes too long."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.kill()

    def _started(self) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(
            [
                *(
                    sys.executable,
                    "-m",
                    "granian",
                    "--interface",
                    "wsgi",
                    "--factory",
                    self.target,
                ),
                *("--host", HOST, "--port", str(self.port), "--workers", str(self.workers)),
                *("--blocking-threads", "1", "--no-ws", "--log-level", "warning"),
                *("--respawn-failed-workers", "--respawn-interval", "0.1"),
            ],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **self.environment},
            start_new_session=True,
        )
        until = time.monotonic() + 30
        while not answers(self.port):
            if process.poll() is not None or time.monotonic() > until:
                process.kill()
                raise RuntimeError(f"{self.target} did not start on port {self.port}")
            time.sleep(0.05)
        return process


def cpu_ms(pids: Iterable[int]) -> float:
    """CPU time that processes have used, user and system, in ms."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return 1000 * ticks / TICKS_PER_S


@contextmanager
def serving(target: str, environment: Mapping[str, str]) -> Iterator[Server]:
    """A server for the length of a block."""
    server = Server(target, environment)
    try:
        yield server
    finally:
        server.end()


def answers(port: int) -> bool:
    """Whether a server on the port says that it is well."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def free_port() -> int:
    """A port that the system hands out, another each time.

    The server shares a port with whoever listens on it already, without a word: two that look for
    the first free one at the same moment would answer each other's requests.
    """
    with socket.create_server((HOST, 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
