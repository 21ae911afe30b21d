"""Commands that are imported when they are called: the window must not wait for what it never uses.

After click's pattern of lazily loaded commands (documentation of click, "Complex Applications").
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

ELSEWHERE = {
    "purge": "keeping:purge",
    "backup": "keeping:back_up",
    "restore": "keeping:put_back",
    "audit": "keeping:audit",
    "smoke-test": "site:smoke_test",
    "models": "site:models",
    "engines": "site:engines",
    "give-back": "returning:give_back",
    "outbox": "returning:outbox",
    "anonymise": "anonymising:anonymise",
    "receive": "receiving:receive",
    "worklist": "worklist:worklist",
    "query": "network:query",
    "fetch": "network:fetch",
    "worker": "scaling:worker",
}
"""Module of this package, and the function or `typer.Typer` in it, by the command's name."""


class Commands(TyperGroup):
    """The commands of the program: its own, then those of `ELSEWHERE`.

    Typer carries a click of its own that it does not publish, hence no types for its objects.
    """

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names in the order of the help."""
        return [*super().list_commands(ctx), *ELSEWHERE]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command, and import it if need be; None where there is none of that name."""
        if cmd_name not in ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, _, name = ELSEWHERE[cmd_name].partition(":")
        found: Any = getattr(import_module(f"mura_desktop.cli.{module}"), name)
        if isinstance(found, typer.Typer):
            return typer.main.get_group(found)
        alone = typer.Typer(add_completion=False)
        alone.command(cmd_name)(found)
        return typer.main.get_command(alone)
