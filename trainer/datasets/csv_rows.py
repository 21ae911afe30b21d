"""CSV files with errors that name the file, the line and the remedy."""

from __future__ import annotations

import csv
from collections.abc import Collection
from pathlib import Path

from mura_desktop.errors import UsageError

Row = dict[str, str]


def read_lines(path: Path) -> list[tuple[int, list[str]]]:
    """Read a CSV file without a header.

    Parameters
    ----------
    path
        UTF-8 with or without byte order mark; lines may end in any way, and the last one need not.

    Returns
    -------
    list of tuple
        Line number, counted from 1, and fields without surrounding blanks; empty lines are left
        out.

    Raises
    ------
    UsageError
        Where the file cannot be read as CSV.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.reader(file, strict=True)
            lines = [(reader.line_num, [field.strip() for field in fields]) for fields in reader]
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 text; save it as CSV with UTF-8") from error
    except csv.Error as error:
        raise UsageError(f"{path} is not a CSV file ({error}); save it as CSV again") from error
    return [(number, fields) for number, fields in lines if any(fields)]


def read_rows(path: Path, required: Collection[str]) -> list[tuple[int, Row]]:
    """Read a CSV file with a header.

    Parameters
    ----------
    path
        See `read_lines`.
    required
        Columns that must be there, in any order and beside any others.

    Returns
    -------
    list of tuple
        Line number, counted from 1 for the header, and the fields by column.

    Raises
    ------
    UsageError
        Where the file cannot be read, a column is missing, or a line has too few or too many
        fields.
    """
    lines = read_lines(path)
    if not lines:
        raise UsageError(f"{path} is empty; it needs the header {','.join(required)}")
    header = lines[0][1]
    missing = [column for column in required if column not in header]
    if missing:
        raise UsageError(
            f"{path}, line {lines[0][0]}: the header has no column {', '.join(missing)}; "
            f"it needs {','.join(required)}"
        )
    for number, fields in lines[1:]:
        if len(fields) != len(header):
            raise UsageError(
                f"{path}, line {number}: {len(fields)} fields, but the header has {len(header)}; "
                "a field with a comma in it must stand in double quotes"
            )
    return [(number, dict(zip(header, fields, strict=True))) for number, fields in lines[1:]]
