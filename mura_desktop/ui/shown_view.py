"""A view in a pane, with everything that is said beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mura_desktop.imaging.grey import GreyImage
from mura_desktop.inert import readable
from mura_desktop.studies.model import Study, View, ViewScore
from mura_desktop.studies.triage import TriageRule
from mura_desktop.ui import wording
from mura_desktop.ui.layouts import Arrangement, Layout, counterpart, page_of
from mura_desktop.ui.overlay import Overlay
from mura_desktop.ui.reasons import told
from mura_desktop.ui.translation import tr
from mura_desktop.ui.words import word
from mura_desktop.ui.worklist_rows import Row


@dataclass(frozen=True, slots=True)
class ShownView:
    """Which view a pane shows.

    Attributes
    ----------
    row
        Its study and what is known of it; the worklist keeps it up to date.
    number
        Place in the study, from 0.
    earlier
        Whether it belongs to an earlier study, for comparison.
    """

    row: Row
    number: int
    earlier: bool = False

    @property
    def study(self) -> Study:
        """The study."""
        return self.row.study

    @property
    def view(self) -> View:
        """The view."""
        return self.row.study.views[self.number]

    def score(self) -> ViewScore | None:
        """Return the view's own score; a file that changed since it was scored has none."""
        view, finding = self.view, self.row.finding
        if finding is None:
            return None
        return next(
            (
                score
                for score in finding.views
                if score.view_uid == view.uid and score.version == view.version
            ),
            None,
        )

    def speaks(self, rule: TriageRule | None) -> ViewScore | None:
        """Return the score if it is high enough for its region to be shown."""
        score = self.score()
        if score is None or rule is None or score.score < rule.heat_map_from:
            return None
        return score if any(score.activation.values) else None

    def no_score(self, image: GreyImage) -> str:
        """Return why the view has no score; empty where it has one, or may get one."""
        if self.view.not_scored:
            return self.view.not_scored
        if image.not_scored:
            return image.not_scored
        return self.row.reason if self.row.finding is None else ""

    def warnings(self, image: GreyImage) -> tuple[str, ...]:
        """Return what must be known about file and score, sentence by sentence."""
        score = self.score()
        said = image.warnings or (() if score is None else score.warnings)
        warnings = tuple(dict.fromkeys((*self.view.remarks, *said)))
        reason = self.no_score(image)
        said = tuple(told(warning) for warning in warnings)
        return (tr("No score: {reason}.").format(reason=told(reason)), *said) if reason else said

    def instead(self, failure: str | None) -> str:
        """Return what is said as long as there is no image; ``failure`` tells why none comes."""
        name = readable(self.view.path.name)
        if failure is None:
            return tr("Reading {file} …").format(file=name)
        return tr("{file} cannot be shown.").format(file=name) + f"\n\n{told(failure)}"

    def left_corner(self) -> str:
        """Return patient, study and view, a line each."""
        study, view = self.study, self.view
        when = wording.day(study.study_date) if study.study_date else ""
        lines = [
            " ".join(wording.patient(study).split()),
            "  ".join(part for part in (word(study.body_part), when) if part),
            "  ".join(
                part
                for part in (
                    tr("View {number} of {count}").format(
                        number=self.number + 1, count=len(study.views)
                    ),
                    view.projection,
                    view.laterality,
                )
                if part
            ),
        ]
        if study.description:
            lines.insert(1, " ".join(study.description.split()))
        return "\n".join(line for line in lines if line)

    def small_corners(self) -> tuple[str, str]:
        """Return which view it is and its score, for a pane without room for more."""
        score = self.score()
        name = wording.view_name(self.view, self.number + 1)
        return name, "" if score is None else wording.percent(score.score)

    def right_corner(self, rule: TriageRule | None, overlay: Overlay) -> str:
        """Return the view's score, and what lies over the image or why nothing does."""
        score = self.score()
        if score is None:
            return ""
        lines = [tr("View score {score}").format(score=wording.percent(score.score))]
        if rule is not None and score.score < rule.heat_map_from:
            lines.append(wording.no_map(rule))
        elif self.speaks(rule) is None:
            lines.append(tr("no region stands out"))
        elif overlay is Overlay.OFF:
            lines.append(tr("overlay off"))
        else:
            kind = word(overlay)
            lines.append(tr("{kind} of the model's attention").format(kind=kind))
        return "\n".join(lines)


def fill_panes(
    arrangement: Arrangement, layout: Layout, row: Row, number: int, earlier: Row | None
) -> list[ShownView | None]:
    """Return which view each pane shows.

    Parameters
    ----------
    arrangement
        The panes.
    layout
        With all views in sight, those of the earlier study come in their own order; else each
        stands beside its counterpart.
    row, number
        The study that is read, and the view that must be seen.
    earlier
        The study to compare with, None where there is none.
    """
    views = row.study.views
    page = page_of(number, arrangement.current.size, len(views))
    slots: list[ShownView | None] = [ShownView(row, at) for at in page]
    slots += [None] * (arrangement.current.size - len(slots))
    if earlier is None or arrangement.earlier is None:
        return slots
    others = earlier.study.views
    if layout is Layout.ALL:
        numbers = list(range(min(len(others), arrangement.earlier.size)))
    else:
        numbers = [counterpart(views[at], at, others) for at in page]
    return slots + [ShownView(earlier, at, earlier=True) for at in numbers]


def pane_of(slots: Sequence[ShownView | None], number: int) -> int | None:
    """Return which pane shows a view of the study that is read."""
    for at, slot in enumerate(slots):
        if slot is not None and not slot.earlier and slot.number == number:
            return at
    return None


def first_earlier(slots: Sequence[ShownView | None]) -> int | None:
    """Return the first pane with a view of the earlier study."""
    for at, slot in enumerate(slots):
        if slot is not None and slot.earlier:
            return at
    return None
