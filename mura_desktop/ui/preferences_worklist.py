"""The page about the worklist: the cap on waiting, the site's own bands, and what they cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QHBoxLayout, QPushButton, QSpinBox

from mura_desktop.settings import Settings
from mura_desktop.studies.alarms import ScoredStudy, alarms
from mura_desktop.studies.triage import DEFAULT_PART, Thresholds, TriageRule, with_site_thresholds
from mura_desktop.ui import wording
from mura_desktop.ui.labels import plain_label
from mura_desktop.ui.plain_pages import PlainTable
from mura_desktop.ui.preferences_form import TALL, Form
from mura_desktop.ui.theme import SPACE
from mura_desktop.ui.translation import tr
from mura_desktop.ui.words import word

MOST_MINUTES = 7 * 24 * 60


class WorklistPage(Form):
    """The worklist's rules.

    Parameters
    ----------
    settings
        As they are now.
    card
        The card's own rule, without the site's bands; None where scoring is off.
    """

    def __init__(self, settings: Settings, card: TriageRule | None) -> None:
        super().__init__(tr("&Worklist"), settings)
        self._card = card
        self._own: dict[str, Thresholds] = dict(settings.thresholds)
        self._recent: Sequence[ScoredStudy] = ()
        self._parts = _parts(card, self._own)
        self.wait = QSpinBox()
        self.wait.setRange(0, MOST_MINUTES)
        self.wait.setSingleStep(30)
        self.wait.setSuffix(tr(" minutes"))
        self.wait.setSpecialValueText(tr("no cap"))
        self.wait.setValue(round(settings.longest_wait_minutes or 0))
        self.add(
            "longest_wait_minutes",
            tr("Longest &wait"),
            self.wait,
            tr(
                "A study that has waited longer rises to the top, whatever its score. Without a "
                "cap, studies with low scores may wait without end."
            ),
            lambda: float(self.wait.value()),
        )
        self.table = PlainTable(
            tr("Bands by body part"),
            [
                tr("Body part"),
                tr("Card: review"),
                tr("Card: urgent"),
                tr("Own: review"),
                tr("Own: urgent"),
                tr("Review a day"),
                tr("Urgent a day"),
            ],
        )
        self.table.setMinimumHeight(180)
        self.cost = plain_label(name="muted", wraps=True)
        self.wrong = plain_label(name="problem", wraps=True)
        self.wrong.hide()
        self._entries["thresholds"] = lambda: dict(self._own)
        self.column.addWidget(
            plain_label(
                tr(
                    "From which score on a study is “review” or “urgent”. Values of your own go "
                    "before those of the model's card; they count at once, for listed studies too."
                ),
                wraps=True,
            )
        )
        self.column.addWidget(self.table, 1)
        self._lay_out_editor()
        self.column.addWidget(self.wrong)
        self.column.addWidget(self.cost)
        self.table.currentCellChanged.connect(lambda *_: self._chosen())
        self._refresh()
        self._chosen()

    @property
    def part(self) -> str:
        """The body part that is chosen."""
        return self._parts[max(self.table.currentRow(), 0)] if self._parts else ""

    def show_recent(self, recent: Sequence[ScoredStudy]) -> None:
        """Take the studies of the last days, to count what bands would cost."""
        self._recent = recent
        self._refresh()

    def changes(self) -> dict[str, Any]:
        """Return the changes; bands as tables of TOML."""
        changed = super().changes()
        if changed.get("thresholds"):
            changed["thresholds"] = {part: asdict(own) for part, own in self._own.items()}
        return changed

    def problem(self) -> str:
        """Say which bands are out of order."""
        if self.review.value() > self.urgent.value():
            return tr(
                "{part}: “review” must not begin above “urgent”. Raise the one or lower the other."
            ).format(part=_name(self.part))
        return ""

    def reset_part(self) -> None:
        """Go back to the card for the chosen part."""
        self._own.pop(self.part, None)
        self._refresh()
        self._chosen()

    def reset_all(self) -> None:
        """Go back to the card for all parts."""
        self._own.clear()
        self._refresh()
        self._chosen()

    def _lay_out_editor(self) -> None:
        self.review, self.urgent = _percent_box(), _percent_box()
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE)
        self.chosen = plain_label()
        grid.addWidget(self.chosen, 0, 0, 1, 4)
        for column, (text, box) in enumerate(
            ((tr("Re&view from"), self.review), (tr("&Urgent from"), self.urgent))
        ):
            label = plain_label(text)
            label.setBuddy(box)
            box.setAccessibleName(text.replace("&", ""))
            grid.addWidget(label, 1, 2 * column)
            grid.addWidget(box, 1, 2 * column + 1)
            box.valueChanged.connect(lambda _: self._edited())
        self.reset = QPushButton(tr("Card's values for this &part"))
        self.reset_every = QPushButton(tr("Card's values for all par&ts"))
        row = QHBoxLayout()
        row.addLayout(grid, 1)
        for button, act in ((self.reset, self.reset_part), (self.reset_every, self.reset_all)):
            button.setAutoDefault(False)
            button.clicked.connect(act)
        buttons = QHBoxLayout()
        buttons.addWidget(self.reset)
        buttons.addWidget(self.reset_every)
        buttons.addStretch(1)
        self.column.addLayout(row)
        self.column.addLayout(buttons)
        if "thresholds" in self._outside or self._card is None:
            for part in (self.review, self.urgent, self.reset, self.reset_every):
                part.setEnabled(False)

    def _edited(self) -> None:
        problem = self.problem()
        self.wrong.setText(problem)
        self.wrong.setVisible(bool(problem))
        if problem or self._card is None:
            return
        value = Thresholds(self.review.value() / 100, self.urgent.value() / 100)
        if value == _of(self._card.thresholds, self.part):
            self._own.pop(self.part, None)
        else:
            self._own[self.part] = value
        self._refresh()

    def _chosen(self) -> None:
        """Put the bands of the chosen part into the fields."""
        if self._card is None:
            return
        values = self._own.get(self.part) or _of(self._rule().thresholds, self.part)
        self.chosen.setText(_name(self.part))
        for box, value in ((self.review, values.review), (self.urgent, values.urgent)):
            box.blockSignals(True)
            box.setValue(value * 100)
            box.blockSignals(False)
        self.wrong.hide()

    def _rule(self) -> TriageRule:
        assert self._card is not None  # noqa: S101 - asked only where there is a model
        return with_site_thresholds(self._card, self._own)

    def _refresh(self) -> None:
        if self._card is None:
            self.cost.setText(tr("Scoring is off: there is no model whose bands could be set."))
            return
        rule, now = self._rule(), datetime.now(UTC)
        rows = []
        for part in self._parts:
            some = [study for study in self._recent if self._belongs(study.body_part, part)]
            own = self._own.get(part)
            card = _of(self._card.thresholds, part)
            whole = alarms(self._recent, rule, now)
            counted = replace(alarms(some, rule, now), days=whole.days)
            rows.append(
                (
                    _name(part),
                    _written(card.review),
                    _written(card.urgent),
                    "" if own is None else _written(own.review),
                    "" if own is None else _written(own.urgent),
                    f"{counted.review_a_day:.1f}" if self._recent else "",
                    f"{counted.urgent_a_day:.1f}" if self._recent else "",
                )
            )
        at = self.table.currentRow()
        self.table.fill(rows)
        self.table.setCurrentCell(max(at, 0), 0)
        self.cost.setText(self._cost(rule, now))

    def _cost(self, rule: TriageRule, now: datetime) -> str:
        if not self._recent:
            return tr(
                "What bands would cost is shown once studies were scored in the last 30 days."
            )
        found = alarms(self._recent, rule, now)
        return tr(
            "With these bands {urgent} urgent and {review} review alarms a day, counted over "
            "{studies} that were first seen in the last {days}."
        ).format(
            urgent=f"{found.urgent_a_day:.1f}",
            review=f"{found.review_a_day:.1f}",
            studies=wording.plural(found.studies, "scored study", "scored studies"),
            days=wording.plural(round(found.days), "day", "days"),
        )

    def _belongs(self, body_part: str, row: str) -> bool:
        """Tell whether a study is banded by this row: its part's, else the one for all others."""
        return body_part == row or (row == DEFAULT_PART and body_part not in self._parts)


def _parts(card: TriageRule | None, own: Mapping[str, Thresholds]) -> list[str]:
    named = {*(card.thresholds if card is not None else ()), *own} - {DEFAULT_PART}
    return [DEFAULT_PART, *sorted(named)]


def _of(thresholds: Mapping[str, Thresholds], part: str) -> Thresholds:
    return thresholds.get(part, thresholds[DEFAULT_PART])


def _name(part: str) -> str:
    return tr("all others") if part == DEFAULT_PART else word(part)


def _written(score: float) -> str:
    return f"{score * 100:.2f} %"


def _percent_box() -> QDoubleSpinBox:
    """Make a field of percent with two decimals: cards state thresholds with four."""
    box = QDoubleSpinBox()
    box.setDecimals(2)
    box.setRange(0, 100)
    box.setSingleStep(1)
    box.setSuffix(" %")
    box.setMinimumHeight(TALL)
    return box
