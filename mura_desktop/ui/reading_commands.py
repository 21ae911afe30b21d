"""What the commands of reading do, and how the panel names their keys."""

from __future__ import annotations

from functools import partial

from mura_desktop.studies.reads import Conclusion
from mura_desktop.ui.commands import Commands
from mura_desktop.ui.reading_desk import ReadingDesk
from mura_desktop.ui.reading_text import FINDINGS

CONCLUSIONS = {
    Conclusion.NORMAL: "read-normal",
    Conclusion.ABNORMAL: "read-abnormal",
    Conclusion.NOT_DIAGNOSTIC: "read-not-diagnostic",
}
AGREEMENTS = {True: "read-agree", False: "read-disagree"}
SIDES = {"L": "side-left", "R": "side-right", "B": "side-both", "": "side-none"}


def connect_reading(desk: ReadingDesk, commands: Commands) -> None:
    """Let the commands do what the panel's buttons do."""
    commands.connect_all(
        {
            **{name: partial(desk.conclude, value) for value, name in CONCLUSIONS.items()},
            **{name: partial(desk.agree, value) for value, name in AGREEMENTS.items()},
            **{name: partial(desk.choose_side, value) for value, name in SIDES.items()},
            **{f"finding-{word}": partial(desk.find, word) for word in FINDINGS},
            "read-text": desk.write,
            "read-sign": desk.sign,
            "read-amend": desk.amend,
            "read-discard": desk.discard,
            "read-older": partial(desk.turn, -1),
            "read-newer": partial(desk.turn, 1),
        }
    )
    for name in ("read-sign", "read-amend", "read-discard"):
        # A key that is held down a little too long must not reach the next study.
        commands[name].setAutoRepeat(False)
    commands.keys_changed.connect(partial(_explain, desk, commands))
    _explain(desk, commands)


def _explain(desk: ReadingDesk, commands: Commands) -> None:
    """Name the keys in the tool tips."""
    panel = desk.panel
    for choices, names in (
        (panel.form.conclusion, CONCLUSIONS),
        (panel.form.agreement, AGREEMENTS),
        (panel.form.side, SIDES),
        (panel.form.findings, {word: f"finding-{word}" for word in FINDINGS}),
    ):
        choices.explain({value: commands[name].toolTip() for value, name in names.items()})
    for part, name in (
        (panel.sign, "read-sign"),
        (panel.amend, "read-amend"),
        (panel.form.text, "read-text"),
        (panel.pages.older, "read-older"),
        (panel.pages.newer, "read-newer"),
    ):
        part.setToolTip(commands[name].toolTip())
