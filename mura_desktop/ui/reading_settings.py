"""Reading on with changed settings: another name, other habits."""

from __future__ import annotations

from mura_desktop.ui.backend import Backend
from mura_desktop.ui.reading_desk import ReadingDesk
from mura_desktop.ui.worklist_rows import Row


def read_on(desk: ReadingDesk, backend: Backend) -> None:
    """Read with the settings that count from now on.

    Under another name the study in view is taken up anew: what was written of it is kept as a draft
    of whoever wrote it, and nobody signs another's words by changing the name.

    Parameters
    ----------
    desk
        Where is read.
    backend
        With the settings of now.
    """
    case, other = desk.case, backend.reader != desk.records.reader
    if other:
        desk.flush()
    desk.records.take(backend)
    if other and case is not None:
        desk.open(Row(case.study, finding=case.finding))
