"""The worklist as the database knows it: no file is opened, and no model is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from mura_desktop.inference.card import Card
from mura_desktop.inference.engine import Precision
from mura_desktop.pipeline import source_of
from mura_desktop.settings import Settings
from mura_desktop.store.repository import Remembered, Store
from mura_desktop.studies.model import Finding, Study
from mura_desktop.studies.priority import Standing, Tier, order, standing
from mura_desktop.studies.states import UNREAD, ReadingProgress, State
from mura_desktop.studies.triage import TriageRule, with_site_thresholds


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the worklist.

    Attributes
    ----------
    study
        As it was last seen.
    finding
        From the scores that are kept; None where there are none.
    state
        How far it has come.
    reading
        Who has read it, or reads it.
    place
        Where it stands, and why.
    """

    study: Study
    finding: Finding | None
    state: State
    reading: ReadingProgress
    place: Standing

    @property
    def reason(self) -> str:
        """Why it stands where it stands, in words."""
        place, words = self.place, []
        match place.tier:
            case Tier.SIGNED:
                signed = self.reading.signed
                words.append("signed" if signed is None else f"signed by {signed.reader}")
            case Tier.UNSCORED:
                views = self.study.views
                words.append(f"no score: {views[0].not_scored}" if views else "no score")
            case Tier.PENDING:
                words.append("not scored yet")
            case Tier.OVERDUE:
                words.append("has waited too long")
        if place.score is not None and place.tier is not Tier.SIGNED:
            words.append(f"highest in view {place.hottest} of {place.views}")
            if self.finding is not None and len(self.finding.views) < len(
                self.study.scorable_views
            ):
                words.append(f"{len(self.finding.views)} of {place.views} views scored")
        if self.reading.outgrown_by(self.study):
            words.append("new images since it was signed")
        if place.waited is not None:
            words.append(f"waits for {_duration(place.waited)}")
        if self.reading.readers:
            words.append(f"in reading by {', '.join(self.reading.readers)}")
        return "; ".join(words)


def stored_worklist(
    store: Store, card: Card, settings: Settings, precision: Precision = Precision.SINGLE
) -> list[Entry]:
    """Return all studies in the order they should be read.

    Parameters
    ----------
    store
        What is known.
    card
        Of the model whose scores count; others' are not looked at.
    settings
        The site's bands, and its cap on waiting.
    precision
        Of the engine whose scores count.

    Raises
    ------
    StoreError
        Where the database cannot be read.
    """
    uids = store.study_uids()
    studies = store.stored(uids)
    reading = store.reads.progress(uids)
    views = [view for study, _ in studies.values() for view in study.scorable_views]
    remembered = store.known(views, source_of(card, precision))
    rule = with_site_thresholds(card.rule(precision), settings.thresholds)
    now = datetime.now(UTC)
    entries = []
    for uid, (study, since) in studies.items():
        finding = _finding(study, remembered, rule)
        progress = reading.get(uid, UNREAD)
        scoring = _scoring(study, finding)
        place = standing(study, scoring, progress, finding, since, now, settings.longest_wait)
        state = progress.state(scoring, study)
        entries.append(Entry(study, finding, state, progress, place))
    return sorted(entries, key=lambda entry: order(entry.place, entry.study))


def _finding(
    study: Study, remembered: Mapping[str, Remembered], rule: TriageRule
) -> Finding | None:
    """Return what the kept scores say; a view that could not be read has none, as in the job."""
    known = [remembered[view.uid] for view in study.scorable_views if view.uid in remembered]
    if not known:
        return None
    created = max(entry.created for entry in known)
    return rule.finding(study, [entry.score for entry in known], created)


def _scoring(study: Study, finding: Finding | None) -> State:
    if finding is not None:
        return State.SCORED
    return State.WAITING if study.scorable_views else State.NOT_SCORED


def _duration(time: timedelta) -> str:
    minutes = int(time.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours < 48 else f"{hours // 24} days"
