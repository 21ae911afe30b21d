"""What headers of files said before: files that have not changed need not be opened again."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import LargeBinary, select, type_coerce

from mura_desktop.store.database import Database
from mura_desktop.store.studies import LOOKUP
from mura_desktop.store.tables import HEADERS
from mura_desktop.store.upserts import put
from mura_desktop.studies.model import FACTS_VERSION, FileFacts, FileFormat, FileVersion

SETTLED_S = 10.0
"""Facts of a file are kept once its last change is as long ago.

The clocks of some file systems tick every two seconds: what was changed and read within one tick
can change again and look the same (as Git's "racily clean" entries).
"""
FACTS_AT_ONCE = 2000
"""Files in one transaction."""

_DATES = ("study_date", "birth_date")
_NAME = type_coerce(HEADERS.c.path, LargeBinary)


class Headers:
    """Facts of files in a database.

    Parameters
    ----------
    database
        The database.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def known(self, versions: Mapping[Path, FileVersion]) -> dict[Path, FileFacts]:
        """Return what is known of files that have not changed since.

        Parameters
        ----------
        versions
            The files as they are now, by absolute path.

        Raises
        ------
        StoreError
            Where the database cannot be asked.
        """
        # As bytes: a path that is there already need not be made a second time.
        paths = {os.fsencode(path): path for path in versions}
        names = list(paths)
        found: dict[Path, FileFacts] = {}
        with self._database.reading() as connection:
            for start in range(0, len(names), LOOKUP):
                query = select(_NAME, HEADERS.c.size, HEADERS.c.modified_ns, HEADERS.c.facts).where(
                    _NAME.in_(names[start : start + LOOKUP]),
                    HEADERS.c.facts_version == FACTS_VERSION,
                )
                for name, size, modified_ns, facts in connection.execute(query).all():
                    path = paths[bytes(name)]
                    if versions[path] == FileVersion(size, modified_ns):
                        found[path] = _from_row(path, versions[path], facts)
        return found

    def keep(self, facts: Sequence[FileFacts]) -> None:
        """Keep facts in the place of earlier ones; files that have just been changed are left out.

        Raises
        ------
        StoreError
            Where the database cannot be written.
        """
        newest = time.time_ns() - int(SETTLED_S * 1e9)
        rows = [_to_row(fact) for fact in facts if fact.version.modified_ns < newest]
        for start in range(0, len(rows), FACTS_AT_ONCE):
            with self._database.writing() as connection:
                put(connection, HEADERS, rows[start : start + FACTS_AT_ONCE])


def _to_row(fact: FileFacts) -> dict[str, Any]:
    facts = asdict(fact)
    del facts["path"], facts["version"]
    for name in _DATES:
        facts[name] = None if facts[name] is None else facts[name].isoformat()
    return {
        "path": fact.path,
        "size": fact.version.size,
        "modified_ns": fact.version.modified_ns,
        "facts_version": FACTS_VERSION,
        "facts": facts,
    }


def _from_row(path: Path, version: FileVersion, facts: Mapping[str, Any]) -> FileFacts:
    days = {name: facts[name] for name in _DATES}
    return FileFacts(
        path=path,
        version=version,
        **{
            **facts,
            "format": FileFormat(facts["format"]),
            **{
                name: None if day is None else date.fromisoformat(day) for name, day in days.items()
            },
            "remarks": tuple(facts["remarks"]),
        },
    )
