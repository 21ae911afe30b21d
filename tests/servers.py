"""A PostgreSQL server of the tests' own: a folder, a socket, no port, and no disk it waits for."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

OWNER = "mura"
TEMPLATE = "template_mura"
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "150",
    "shared_buffers": "32MB",
    "log_min_messages": "fatal",
}


class PostgreSql:
    """A server that can be stopped, killed and started again."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self._folder, self._programs = folder, programs
        self._numbers = itertools.count()
        self.sockets = folder / "socket"
        self.sockets.mkdir()
        settings = SETTINGS | {"unix_socket_directories": str(self.sockets)}
        for path in (folder, self.sockets):
            _give_away(path)
        # A database sorts by bytes and speaks UTF-8 wherever the tests run.
        self._run("initdb", "-N", "-A", "trust", "-E", "UTF8", "--locale", "C", "-U", OWNER)
        with (folder / "data" / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        self.start()

    def url(self, database: str, user: str = OWNER) -> str:
        """Return the address of a database."""
        return f"postgresql://{user}@/{database}?host={self.sockets}"

    def start(self) -> None:
        """Start, and return when it answers."""
        self._run("pg_ctl", "-w", "-s", "-l", str(self._folder / "log"), "start")

    def stop(self, how: str = "fast") -> None:
        """Stop; ``immediate`` is as if it were killed."""
        self._run("pg_ctl", "-w", "-s", "-m", how, "stop")

    def execute(self, statement: str, database: str = "postgres", user: str = OWNER) -> list[Any]:
        """Run a statement by itself, and return the rows, if any."""
        import psycopg

        address = self.url(database, user)
        with psycopg.connect(address, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def new(self) -> str:
        """Make a database with the program's tables, and return its name."""
        if not self.execute(f"SELECT 1 FROM pg_database WHERE datname = '{TEMPLATE}'"):
            from mura_desktop.store.repository import Store

            self.execute(f"CREATE DATABASE {TEMPLATE}")
            with tempfile.TemporaryDirectory() as folder:
                Store(Path(folder) / "results.sqlite", self.url(TEMPLATE)).close()
        return self.empty(f"TEMPLATE {TEMPLATE}")

    def empty(self, options: str = "") -> str:
        """Make a database without tables, and return its name."""
        name = f"test_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} {options}")
        return name

    def drop(self, database: str) -> None:
        """Remove a database, whoever is connected to it."""
        self.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def _run(self, program: str, *words: str) -> None:
        command = [str(self._programs / program), "-D", str(self._folder / "data"), *words]
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            command = [
                "setpriv",
                "--reuid=postgres",
                "--regid=postgres",
                "--clear-groups",
                *command,
            ]
        done = subprocess.run(
            command,
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr


@contextmanager
def running_server() -> Iterator[PostgreSql]:
    """Run a server for a while; skip the test where there is none to run."""
    pytest.importorskip("psycopg", reason="needs psycopg (the extra “server”)")
    programs = _programs()
    if programs is None:
        pytest.skip("needs PostgreSQL's server programs (Debian's package postgresql)")
    if os.name == "nt":
        pytest.skip("needs sockets in a folder")
    with tempfile.TemporaryDirectory(prefix="mura-pg-") as name:  # short, for the socket
        server = PostgreSql(Path(name), programs)
        try:
            yield server
        finally:
            server.stop("immediate")


def _programs() -> Path | None:
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    if found:
        return max(found, key=lambda path: int(path.parent.name))
    return None if on_path is None else Path(on_path).resolve().parent


def _give_away(path: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(path, "postgres", "postgres")
