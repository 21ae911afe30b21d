"""What the commands of the worklist do."""

from __future__ import annotations

from PySide6.QtCore import Qt

from mura_desktop.ui.commands import Commands
from mura_desktop.ui.worklist_panel import WorklistPanel


def connect_worklist(worklist: WorklistPanel, commands: Commands) -> None:
    """Let the commands move through the worklist, and narrow it."""
    commands.connect_all(
        {
            "next-study": lambda: worklist.step(1),
            "previous-study": lambda: worklist.step(-1),
            "find": lambda: worklist.filter_box.setFocus(Qt.FocusReason.ShortcutFocusReason),
            "sort-now": worklist.sort_now,
            "next-unread": worklist.choose_next_unread,
            "urgent": worklist.jump_to_urgent,
            "filters": worklist.filters.open_menu,
            "clear-filters": worklist.clear_filters,
            "columns": worklist.view.choose_columns,
            "not-scored": worklist.not_scored.fold.toggle,
        }
    )
