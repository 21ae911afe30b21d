"""What the commands share: exit codes, and the console for everything that is no result."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from rich.console import Console

from mura_desktop.inert import terminal

error_console = Console(stderr=True)


class ExitCode(IntEnum):
    """See `mura_desktop.cli`."""

    DONE = 0
    FAULT = 1
    USAGE = 2
    NOT_ALL_SCORED = 3
    NO_MODEL = 4
    NO_STORE = 5
    ALREADY_OPEN = 6
    AUDIT_BROKEN = 7
    STOPPED = 130


class OutputFormat(StrEnum):
    """How a list is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def tell(text: str) -> None:
    """Print a line for people on standard error, as it is: no markup, no control characters."""
    error_console.print(terminal(text), markup=False, highlight=False, soft_wrap=True)
