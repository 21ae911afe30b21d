"""Rows as CSV for spreadsheets and as JSON for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from mura_desktop.inert import csv_cell, json_text

Cell = str | int | float | bool | None
Row = Mapping[str, Cell]
"""Cells by the name of their column; all rows of a table have the same columns, in one order."""


def as_csv(rows: Sequence[Row], columns: Sequence[str] = ()) -> str:
    """Return rows as CSV (RFC 4180); no text in it is taken for a formula.

    Parameters
    ----------
    rows
        The rows.
    columns
        Their columns, for a table that may be empty; else those of the first row.
    """
    text = io.StringIO()
    lines = csv.writer(text)
    named = columns or (tuple(rows[0]) if rows else ())
    lines.writerow(named)
    lines.writerows([_written(row[name]) for name in named] for row in rows)
    return text.getvalue()


def csv_bytes(text: str) -> bytes:
    """Return CSV as the bytes of a file: UTF-8 with a byte order mark.

    Without the mark, spreadsheets on Windows read names as text of the local code page.
    """
    return text.encode("utf-8-sig")


def as_json(name: str, rows: Sequence[Row], **about: Any) -> str:
    """Return rows as a JSON document, with what is to be said about all of them before."""
    return json_text({**about, name: [dict(row) for row in rows]})


def _written(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return csv_cell(cell) if isinstance(cell, str) else cell
