"""The window's words in the reader's language.

Every text of the window goes through `tr` at the moment it is shown; texts in tables are marked
with Qt's `QT_TR_NOOP` where they stand and go through `tr` where they are used. Qt's ``lupdate``
finds both. Words of the domain (bands, states, parts) are marked here.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def tr(text: str) -> str:
    """Return a text in the language that is on; parts that vary are put in with ``format``."""
    return QCoreApplication.translate("", text)


def QT_TR_NOOP(text: str) -> str:  # noqa: N802 - the name that lupdate looks for
    """Mark a text of a table for translation; it goes through `tr` where it is shown."""
    return text
