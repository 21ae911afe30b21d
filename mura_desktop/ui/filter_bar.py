"""Below the filter box: how many studies are in each state, and what the list is narrowed to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from mura_desktop.studies.model import Band
from mura_desktop.studies.states import State
from mura_desktop.ui.date_range import ask_for_dates
from mura_desktop.ui.flow_layout import FlowLayout
from mura_desktop.ui.reading_keys import press_by_keys
from mura_desktop.ui.translation import QT_TR_NOOP, tr
from mura_desktop.ui.words import word
from mura_desktop.ui.worklist_filter import NOTHING, Filter

_T = TypeVar("_T")

WEEK = timedelta(days=7)
FILTERS = QT_TR_NOOP("Filters")


class FilterBar(QWidget):
    """Counters that filter, a menu of all filters, and a chip for each that is on."""

    changed = Signal(object)
    """`Filter` that is wanted now, without the words of the filter box."""
    cleared = Signal()
    """All is to be shown again, whatever the box says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter = NOTHING
        self._parts: tuple[str, ...] = ()
        self.counters = {state: self._counter(state) for state in State}
        self.menu_button = QToolButton()
        self.menu_button.setObjectName("chip")
        self.menu_button.setText(tr(FILTERS))
        self.menu_button.setAccessibleName(tr("Filters of the worklist"))
        self.menu_button.setToolTip(tr("State, band, body part, date"))
        self.menu_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        press_by_keys(self.menu_button)
        self.menu_button.clicked.connect(self.open_menu)
        self._flow = FlowLayout()
        self._flow.addWidget(self.menu_button)
        for counter in self.counters.values():
            self._flow.addWidget(counter)
        self._chips = QWidget()
        self._chip_row = QHBoxLayout(self._chips)
        self._chip_row.setContentsMargins(0, 0, 0, 0)
        self._chip_row.setSpacing(4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._flow)
        layout.addWidget(self._chips)
        self._chips.hide()

    @property
    def filter(self) -> Filter:
        """What is asked for here."""
        return self._filter

    def set_counts(self, counts: Mapping[State, int]) -> None:
        """Show how many studies are in each state; a state that nobody is in is left out."""
        for state, counter in self.counters.items():
            count = counts.get(state, 0)
            counter.setText(f"{word(state.value)} {count:,}")
            counter.setVisible(count > 0 or state in self._filter.states)

    def set_parts(self, parts: Iterable[str]) -> None:
        """Say which body parts there are."""
        self._parts = tuple(sorted(parts))

    def clear(self) -> None:
        """Ask for nothing."""
        self._set(NOTHING)

    def open_menu(self) -> QMenu:
        """Show all filters in a menu that keys can go through."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        now = self._filter
        states, bands, parts = now.states, now.bands, now.parts
        self._choices(
            menu.addMenu(tr("&State")),
            {state: word(state.value) for state in State},
            states,
            lambda chosen: replace(self._filter, states=chosen),
        )
        self._choices(
            menu.addMenu(tr("&Band")),
            {band: word(band.value) for band in Band},
            bands,
            lambda chosen: replace(self._filter, bands=chosen),
        )
        self._choices(
            menu.addMenu(tr("Body &part")),
            {part: word(part) for part in self._parts},
            parts,
            lambda chosen: replace(self._filter, parts=chosen),
        )
        dates = menu.addMenu(tr("&Date"))
        today = date.today()
        for text, first, last in (
            (tr("&Today"), today, today),
            (tr("Last &7 days"), today - WEEK + timedelta(days=1), today),
            (tr("&Any date"), None, None),
        ):
            action = dates.addAction(text)
            action.triggered.connect(
                lambda _checked=False, first=first, last=last: self._set(
                    replace(self._filter, first=first, last=last)
                )
            )
        dates.addAction(tr("&From … to …")).triggered.connect(self._ask_for_dates)
        menu.addSeparator()
        menu.addAction(tr("&Clear all filters")).triggered.connect(self.cleared)
        menu.popup(self.menu_button.mapToGlobal(QPoint(0, self.menu_button.height())))
        return menu

    # Parts.

    def _counter(self, state: State) -> QToolButton:
        button = QToolButton()
        button.setObjectName("chip")
        button.setCheckable(True)
        button.setText(word(state.value))
        button.setToolTip(tr("Show only studies in this state"))
        button.setAccessibleName(tr("Studies in state {state}").format(state=word(state.value)))
        press_by_keys(button)
        button.clicked.connect(lambda _checked=False: self._toggle(state))
        button.hide()
        return button

    def _toggle(self, state: State) -> None:
        self._set(replace(self._filter, states=self._filter.states ^ {state}))

    def _choices(
        self,
        menu: QMenu,
        texts: Mapping[_T, str],
        chosen: frozenset[_T],
        changed: Callable[[frozenset[_T]], Filter],
    ) -> None:
        """Fill a menu with what may be chosen together."""
        actions: dict[_T, QAction] = {}

        def apply() -> None:
            on = frozenset(value for value, action in actions.items() if action.isChecked())
            self._set(changed(on))

        for value, text in texts.items():
            action = menu.addAction(text.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(value in chosen)
            action.toggled.connect(apply)
            actions[value] = action
        menu.setEnabled(bool(texts))

    def _ask_for_dates(self) -> None:
        ask_for_dates(
            self,
            self._filter.first,
            self._filter.last,
            lambda first, last: self._set(replace(self._filter, first=first, last=last)),
        )

    def _set(self, wanted: Filter) -> None:
        self._filter = wanted
        for state, counter in self.counters.items():
            counter.setChecked(state in wanted.states)
        self._show_chips()
        self.changed.emit(wanted)

    def _show_chips(self) -> None:
        while (item := self._chip_row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        now = self._filter
        for band in sorted(now.bands):
            self._chip(word(band.value), replace(now, bands=now.bands - {band}))
        for part in sorted(now.parts):
            self._chip(word(part), replace(now, parts=now.parts - {part}))
        if now.first is not None or now.last is not None:
            ends = [end.isoformat() if end else "…" for end in (now.first, now.last)]
            text = ends[0] if ends[0] == ends[1] else " – ".join(ends)  # noqa: RUF001 - a dash
            self._chip(text, replace(now, first=None, last=None))
        self._chip_row.addStretch(1)
        self._chips.setVisible(self._chip_row.count() > 1)

    def _chip(self, text: str, without: Filter) -> None:
        chip = QToolButton()
        chip.setObjectName("chip")
        chip.setText(f"{text}  ×")  # noqa: RUF001 - the sign for closing
        chip.setAccessibleName(tr("Remove the filter {name}").format(name=text))
        chip.setToolTip(tr("Remove this filter"))
        chip.setChecked(True)
        press_by_keys(chip)
        chip.clicked.connect(lambda _checked=False: self._set(without))
        self._chip_row.addWidget(chip)
