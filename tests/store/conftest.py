"""The store's tests hold for a file of SQLite and for a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from mura_desktop.store.repository import Store
from tests.servers import PostgreSql


@dataclass
class Place:
    """Where a test keeps its results; every `open` is another program on the same ones."""

    path: Path
    url: str | None = None
    stores: list[Store] = field(default_factory=list)

    @property
    def is_server(self) -> bool:
        return self.url is not None

    def open(self, workstation: str = "") -> Store:
        """Open a store; a workstation has notes of its own, but shares a file of SQLite."""
        path = self.path
        if self.is_server and workstation:
            path = path.with_name(workstation) / path.name
            path.parent.mkdir(exist_ok=True)
        self.stores.append(Store(path, self.url))
        return self.stores[-1]

    def execute(self, statement: str) -> list[Any]:
        """Run a statement as someone would who knows SQL, and return the rows, if any."""
        with self.stores[-1].database.writing() as connection:
            done = connection.execute(text(statement))
            return list(done.mappings()) if done.returns_rows else []

    def close(self) -> None:
        for store in self.stores:
            store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Give a place for results, once in a file and once on a server."""
    if request.param == "sqlite":
        place = Place(tmp_path / "results.sqlite")
        yield place
        place.close()
        return
    yield from on_server(request.getfixturevalue("postgresql"), tmp_path)


def on_server(server: PostgreSql, folder: Path) -> Iterator[Place]:
    """Give a database of its own on a server, and remove it."""
    name = server.new()
    place = Place(folder / "results.sqlite", server.url(name))
    yield place
    place.close()
    server.drop(name)


@pytest.fixture
def store(place: Place) -> Store:
    """Give an empty store at either place."""
    return place.open()
