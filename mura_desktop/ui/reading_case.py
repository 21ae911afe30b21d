"""A read in the making, as a frozen value: what is said so far, and what each word changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Any

from mura_desktop.studies.measurements import Measurement
from mura_desktop.studies.model import Band, Finding, Study
from mura_desktop.studies.reads import VERSIONS_READ, VIEWS_READ, Conclusion, Read, SignedRead
from mura_desktop.studies.states import ReadingProgress
from mura_desktop.ui.reading_text import UNVERIFIED, Templates, agreed_side, side_name, signature
from mura_desktop.ui.translation import tr

MEASUREMENTS = "measurements"
_REASON, _TEMPLATE, _PREPARED = "reason", "template", "prepared"
_WORKING = (_REASON, _TEMPLATE, _PREPARED)
"""What `Read.more` of a draft holds beside what will be signed."""
DRAFT = 0
"""Number of the page that is written on; the others bear the number of their version."""


class Stage(Enum):
    """What may be done with a case."""

    LOADING = auto()
    """It is not known yet what was written and signed before."""
    OPEN = auto()
    BUSY = auto()
    """Signing, or throwing a draft away: nothing may change until that is done."""


class Field(Enum):
    """What may be missing."""

    CONCLUSION = auto()
    FINDINGS = auto()
    REASON = auto()


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a read cannot be signed yet, and where to mend it."""

    text: str
    field: Field


@dataclass(frozen=True, slots=True)
class Case:
    """One study before its reader.

    Attributes
    ----------
    study, finding
        As they are shown; the signature belongs to these.
    stage
        What may be done.
    history
        Signed versions, the first one first.
    writes
        Whether there is a page to write on; a signed study has none until it is amended.
    read
        What that page says.
    reason
        Why version `after` is amended.
    template
        The text that the program put in last; a text that still equals it was typed by nobody.
    prepared
        Whether conclusion and text are the program's, and no reader has taken them up.
    begun
        Whether the reader has written anything.
    overtaken
        Whether someone signed a version that the reader had not seen when they began.
    page
        `DRAFT`, or the version in view.
    """

    study: Study
    finding: Finding | None = None
    stage: Stage = Stage.LOADING
    history: tuple[SignedRead, ...] = ()
    writes: bool = False
    read: Read = field(default_factory=Read)
    reason: str = ""
    template: str = ""
    prepared: bool = False
    begun: bool = False
    overtaken: bool = False
    page: int = DRAFT

    # How a case begins.

    def blank(self) -> Case:
        """Return the case of a study that nobody has read."""
        read = Read(side=agreed_side(self.study))
        return replace(self, stage=Stage.OPEN, writes=True, read=read, template="", prepared=False)

    def prepared_normal(self, templates: Templates) -> Case:
        """Return the case with what a normal study would say, where the model thinks it is one."""
        if self.begun or self.history or not self.likely_normal:
            return self
        text = templates.normal_text(self.study)
        read = replace(self.read, conclusion=Conclusion.NORMAL, text=text)
        return replace(self, read=read, template=text, prepared=True)

    def signed(self, history: Sequence[SignedRead]) -> Case:
        """Return the case of a signed study, its valid version in view."""
        return replace(
            self,
            stage=Stage.OPEN,
            history=tuple(history),
            writes=False,
            read=Read(),
            reason="",
            template="",
            prepared=False,
            begun=False,
            overtaken=False,
            page=history[-1].version,
        )

    def drafted(self, draft: Read, after: int, history: Sequence[SignedRead]) -> Case:
        """Return the case of a study with a draft that began after version `after`."""
        more = dict(draft.more)
        working = {name: more.pop(name, None) for name in _WORKING}
        valid = history[-1].version if history else 0
        return replace(
            self,
            stage=Stage.OPEN,
            history=tuple(history),
            writes=True,
            read=replace(draft, more=more),
            reason=str(working[_REASON] or ""),
            template=str(working[_TEMPLATE] or ""),
            prepared=bool(working[_PREPARED]),
            begun=True,
            overtaken=after != valid,
            # What the other one signed comes first: it has to be seen before it is amended.
            page=DRAFT if after == valid else valid,
        )

    def amended(self, templates: Templates) -> Case:
        """Return the case with a page to write on that begins as the valid version."""
        read = self.history[-1].read
        # The template of a normal study must not stay below the word "abnormal".
        known = read.conclusion is Conclusion.NORMAL and read.text == templates.normal_text(
            self.study
        )
        return replace(
            self, writes=True, read=read, template=read.text if known else "", page=DRAFT
        )

    # What is known of it.

    @property
    def after(self) -> int:
        """The version that signing would amend; 0 for a first read."""
        return self.history[-1].version if self.history else 0

    @property
    def writable(self) -> bool:
        """Whether the reader may write now: on the page in view, and nothing is under way."""
        return self.stage is Stage.OPEN and self.writes and self.page == DRAFT

    @property
    def likely_normal(self) -> bool:
        """Whether the model takes the study for normal."""
        return self.finding is not None and self.finding.band is Band.LIKELY_NORMAL

    @property
    def pages(self) -> tuple[int, ...]:
        """Versions, and behind them the page that is written on."""
        versions = tuple(signed.version for signed in self.history)
        return (*versions, DRAFT) if self.writes else versions

    @property
    def version(self) -> SignedRead | None:
        """The version in view, None on the page that is written on."""
        return next((one for one in self.history if one.version == self.page), None)

    @property
    def shown(self) -> Read:
        """The read in view."""
        return self.read if self.version is None else self.version.read

    @property
    def plate(self) -> str:
        """What must not be overlooked, a line each; empty where there is nothing."""
        lines = []
        if self.overtaken:
            other = signature(self.history[-1])
            lines.append(
                tr(
                    "Meanwhile {other}. Your read is kept as a draft: look at theirs, "
                    "then amend it."
                ).format(other=other)
            )
        if self.version is not None and ReadingProgress(self.version).outgrown_by(self.study):
            lines.append(tr("There are images that came after this was signed."))
        if self.writes and self.page == DRAFT:
            if self.prepared:
                lines.append(tr(UNVERIFIED))
            stated, said = agreed_side(self.study), self.read.side
            if stated and said not in ("", stated):
                lines.append(
                    tr("The views state: {stated}. The read says: {said}.").format(
                        stated=side_name(stated), said=side_name(said)
                    )
                )
        return "\n".join(lines)

    def obstacle(self) -> Obstacle | None:
        """Return what is missing before it can be signed."""
        read = self.read
        if self.after and not self.reason.strip():
            return Obstacle(tr("Say why it is amended, then sign."), Field.REASON)
        if read.conclusion is None:
            return Obstacle(
                tr("Choose a conclusion first: normal, abnormal or not diagnostic."),
                Field.CONCLUSION,
            )
        if read.conclusion is Conclusion.NORMAL and read.findings:
            return Obstacle(
                tr("Normal and a finding contradict each other: take one of them away."),
                Field.FINDINGS,
            )
        typed = bool(read.text.strip()) and read.text != self.template
        if read.conclusion is Conclusion.ABNORMAL and not read.findings and not typed:
            return Obstacle(
                tr("Abnormal: choose a finding, or say in the text what it is."), Field.FINDINGS
            )
        return None

    def to_draft(self) -> Read:
        """Return what is kept while it is not signed."""
        working = {_REASON: self.reason, _TEMPLATE: self.template, _PREPARED: self.prepared}
        more = {**self.read.more, **{name: value for name, value in working.items() if value}}
        return replace(self.read, more=more)

    def lacks_of(self, listed: Study) -> bool:
        """Tell whether the study as it is listed has images that are not those in hand."""
        here = {(view.uid, view.version) for view in self.study.views}
        return any((view.uid, view.version) not in here for view in listed.views)

    def to_sign(self) -> Read:
        """Return what is signed: the read, and which views it is about, in which version."""
        views = self.study.views
        about = {
            VIEWS_READ: [view.uid for view in views],
            VERSIONS_READ: [
                [view.uid, view.version.size, view.version.modified_ns] for view in views
            ],
        }
        return replace(self.read, more={**self.read.more, **about})

    def measurements(self) -> tuple[tuple[Measurement, ...], int]:
        """Return the measurements of the read in view, and how many of them make no sense."""
        kept = self.shown.more.get(MEASUREMENTS, ())
        taken: list[Measurement] = []
        for values in kept:
            try:
                taken.append(Measurement.from_json(values))
            except (ValueError, KeyError, TypeError):
                continue
        return tuple(taken), len(kept) - len(taken)

    # What the reader says. On a page that is not written on, nothing changes.

    def concluded(self, conclusion: Conclusion, templates: Templates) -> Case:
        """Return the case with a conclusion, and the text that goes with it."""
        return self._said(templates, conclusion=conclusion)

    def found(self, word: str, templates: Templates) -> Case:
        """Return the case with a finding more, or without it; a finding means "abnormal"."""
        findings = self.read.findings
        if word in findings:
            left = tuple(other for other in findings if other != word)
            return self._said(templates, findings=left)
        if self.read.conclusion is Conclusion.NOT_DIAGNOSTIC:
            return self._said(templates, findings=(*findings, word))
        return self._said(templates, findings=(*findings, word), conclusion=Conclusion.ABNORMAL)

    def sided(self, side: str, templates: Templates) -> Case:
        """Return the case with a side."""
        if self.prepared:
            return self._changed(side=side)
        return self._said(templates, side=side)

    def agreed(self, agrees: bool) -> Case:
        """Return the case with what the reader thinks of the flag; twice the same says nothing."""
        return self._changed(agrees=None if self.read.agrees is agrees else agrees)

    def typed(self, text: str) -> Case:
        """Return the case with another text, from now on the reader's own."""
        if text == self.read.text:
            return self
        return replace(self._changed(text=text), prepared=False)

    def reasoned(self, reason: str) -> Case:
        """Return the case with why it is amended."""
        return self if reason == self.reason else replace(self, reason=reason, begun=True)

    def measured(self, taken: Sequence[Measurement]) -> Case:
        """Return the case with what was measured on the study's views.

        Measurements on views that are not there today stay in the read.
        """
        here = {view.uid for view in self.study.views}
        before: Sequence[Mapping[str, Any]] = self.read.more.get(MEASUREMENTS, ())
        away = [values for values in before if values.get("view") not in here]
        more = {**self.read.more, MEASUREMENTS: [*away, *(one.to_json() for one in taken)]}
        return self._changed(more=more)

    def scored(self, finding: Finding | None) -> Case:
        """Return the case with news from the model; what was said of another flag is taken back."""
        other = (
            self.finding is not None
            and finding is not None
            and (self.finding.band is not finding.band)
        )
        changed = replace(self, finding=finding)
        if self.stage is not Stage.OPEN:
            return changed
        if other and self.read.agrees is not None:
            changed = replace(changed, read=replace(self.read, agrees=None))
        if self.prepared and not self.begun and not changed.likely_normal:
            return changed.blank()
        return changed

    def turned(self, step: int) -> Case:
        """Return the case with an older or a newer page in view."""
        pages = self.pages
        place = pages.index(self.page) + step
        return replace(self, page=pages[place]) if 0 <= place < len(pages) else self

    # Parts.

    def _changed(self, **values: Any) -> Case:
        return replace(self, read=replace(self.read, **values), begun=True)

    def _said(self, templates: Templates, **values: Any) -> Case:
        """Change what the report's text follows from; a text that somebody typed stays."""
        changed = replace(self._changed(**values), prepared=False)
        read = changed.read
        if read.text.strip() and read.text != self.template:
            return changed
        text = ""
        if read.conclusion is Conclusion.NORMAL:
            text = templates.normal_text(self.study)
        elif read.conclusion is Conclusion.ABNORMAL:
            text = templates.abnormal_text(self.study, read)
        return replace(changed, read=replace(read, text=text), template=text)
