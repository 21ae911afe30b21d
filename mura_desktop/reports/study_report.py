"""A study's report: what there is to say, and the same as HTML or plain text.

`make_sheet` decides what is said, and what an anonymous copy leaves out; how it looks stands in
``resources/reports/study.html``, within what Qt's rich text renders too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cache

from jinja2 import Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mura_desktop import __version__, paths
from mura_desktop.inert import terminal
from mura_desktop.reports.anonymity import Aliases
from mura_desktop.reports.pictures import PicturePair
from mura_desktop.reports.words import Words, load_words, stated_side
from mura_desktop.studies.measurements import Measurement
from mura_desktop.studies.model import UNKNOWN_BODY_PART, Finding, Study
from mura_desktop.studies.reads import Draft, Read, SignedRead
from mura_desktop.studies.scores import percent
from mura_desktop.studies.triage import DEFAULT_PART, Thresholds, TriageRule

PROGRAM = f"MURA Desktop {__version__}"


@dataclass(frozen=True, slots=True)
class ModelStatement:
    """What the model said of a study when it was signed, else what it says now.

    Attributes
    ----------
    score, band
        As in `Finding`.
    sha256
        Hash of the model's weights.
    name
        Its name, empty where another model is loaded now.
    thresholds
        By which the band follows from the score; None where they are not known any more.
    changed
        Whether they are not known because the loaded model's were set anew since.
    """

    score: float
    band: str
    sha256: str
    name: str = ""
    thresholds: Thresholds | None = None
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Reported:
    """What is known of a study when its report is made.

    Attributes
    ----------
    study
        The study.
    history
        Its signed versions, the first one first.
    draft
        What its reader has not signed; reported only where nothing was signed.
    being_amended
        Whether anyone has a draft beside the signed version.
    model
        What the model said; None where there was no score.
    institution
        May be empty.
    pictures
        Key images.
    """

    study: Study
    history: tuple[SignedRead, ...] = ()
    draft: Draft | None = None
    being_amended: bool = False
    model: ModelStatement | None = None
    institution: str = ""
    pictures: tuple[PicturePair, ...] = ()

    @property
    def signed(self) -> SignedRead | None:
        """The valid version."""
        return self.history[-1] if self.history else None

    @property
    def read(self) -> Read | None:
        """What is reported: what was signed, else the draft."""
        if self.signed is not None:
            return self.signed.read
        return None if self.draft is None else self.draft.read


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the report, in the order: a line that stands out, rows, lines, pictures."""

    heading: str
    strong: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()
    pictures: tuple[PicturePair, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report as it is printed: nothing in it needs to be left out any more.

    Attributes
    ----------
    language
        As in `Words`.
    title, institution
        The head; the institution may be empty.
    unverified
        Why this may not be relied on; empty for a signed report.
    notices
        What must be known beside.
    blocks
        The parts.
    footer
        The last lines.
    """

    language: str
    title: str
    institution: str
    unverified: str
    notices: tuple[str, ...]
    blocks: tuple[Block, ...]
    footer: tuple[str, ...]


def model_statement(
    study: Study, signed: SignedRead | None, finding: Finding | None, rule: TriageRule | None
) -> ModelStatement | None:
    """Return what the model said of a study.

    Parameters
    ----------
    study
        The study.
    signed
        The version reported: what it holds of the model counts, and not what is said today.
    finding
        What the model says now; counts where nothing was signed.
    rule
        Of the model that is loaded now.
    """
    if signed is not None:
        if signed.score is None:
            return None
        score, band, sha256 = signed.score, signed.band, signed.model
        known = None if finding is None else finding.model
        name = known.name if known is not None and known.sha256 == sha256 else ""
    elif finding is not None:
        score, band = finding.score, finding.band.value
        sha256, name = finding.model.sha256, finding.model.name
    else:
        return None
    if rule is None or rule.model.sha256 != sha256:
        return ModelStatement(score, band, sha256, name)
    thresholds = rule.thresholds.get(study.body_part, rule.thresholds[DEFAULT_PART])
    hold = thresholds.band(score).value == band
    known_now = thresholds if hold else None
    return ModelStatement(score, band, sha256, rule.model.name, known_now, changed=not hold)


def make_sheet(
    reported: Reported,
    language: str,
    printed: datetime,
    *,
    aliases: Aliases | None = None,
    zone: tzinfo | None = None,
) -> Sheet:
    """Decide what a report says.

    Parameters
    ----------
    reported
        What is known.
    language
        One of `mura_desktop.reports.words.LANGUAGES`.
    printed
        The present moment, with its time zone.
    aliases
        Makes an anonymous copy: no name, ID, date, UID, path or description of the study, no name
        of reader or institution. What was typed and what is burned into images stays, and the copy
        says so. None for a copy with everything.
    zone
        Whose clock times are in; None takes this computer's.
    """
    return _Writer(reported, load_words(language), printed, aliases, zone).sheet()


class _Writer:
    def __init__(
        self,
        reported: Reported,
        words: Words,
        printed: datetime,
        aliases: Aliases | None,
        zone: tzinfo | None,
    ) -> None:
        self._about, self._words = reported, words
        self._printed, self._aliases, self._zone = printed, aliases, zone

    def sheet(self) -> Sheet:
        words, about = self._words, self._about
        unverified = ""
        if about.signed is None:
            unverified = words.say("unread" if about.draft is None else "unverified_long")
        made = words.say("made", program=PROGRAM, time=self._time(self._printed))
        if self._aliases is not None:
            made = words.say("made_anonymous", program=PROGRAM)
        blocks = (
            *self._identity(),
            *self._conclusion(),
            *self._text(),
            *self._measurements(),
            self._signature(),
            *self._history(),
            self._model(),
            *self._pictures(),
        )
        return Sheet(
            language=words.language,
            title=words.say("title"),
            institution="" if self._aliases else _clean(about.institution),
            unverified=unverified,
            notices=tuple(self._notices()),
            blocks=blocks,
            footer=(words.say("research"), made),
        )

    def _notices(self) -> list[str]:
        words, about = self._words, self._about
        notices = []
        if self._aliases is not None:
            notices.append(words.say("anonymous"))
        if about.signed is not None and about.being_amended:
            notices.append(words.say("amending"))
        stated = stated_side(about.study)
        said = "" if about.read is None else about.read.side
        if stated and said and stated != said:
            sides = {"said": words.word("sides", said), "stated": words.word("sides", stated)}
            notices.append(words.say("side_differs", **sides))
        return notices

    def _identity(self) -> tuple[Block, ...]:
        words, study, aliases = self._words, self._about.study, self._aliases
        where = words.where(study.body_part, stated_side(study))
        if study.body_part == UNKNOWN_BODY_PART and not stated_side(study):
            where = words.say("unknown")
        views = "; ".join(self._view_name(at) for at in range(len(study.views)))
        if aliases is not None:
            rows = (
                (words.say("patient"), aliases.patient(study)),
                (words.say("study"), aliases.study(study.uid)),
                (words.say("examination"), where),
                (words.say("views"), views),
            )
            return (Block(words.say("study_block"), rows=rows),)
        day = words.say("unknown") if study.study_date is None else study.study_date.isoformat()
        who = [(words.say("patient"), study.patient), (words.say("patient_id"), study.patient_id)]
        what = [
            (words.say("examination"), where),
            (words.say("date"), day),
            (words.say("description"), study.description),
            (words.say("views"), views),
            (words.say("study_uid"), study.uid),
        ]
        return (
            Block(words.say("patient_block"), rows=_rows(who)),
            Block(words.say("study_block"), rows=_rows(what)),
        )

    def _conclusion(self) -> tuple[Block, ...]:
        words, read = self._words, self._about.read
        if read is None:
            return ()
        conclusion = words.say("open")
        if read.conclusion is not None:
            conclusion = words.word("conclusions", read.conclusion.value)
        findings = [words.word("findings", one) for one in read.findings]
        rows = [
            (words.say("findings"), words.join(findings) or words.say("none")),
            (words.say("side"), words.word("sides", read.side) or words.say("unknown")),
        ]
        if read.agrees is not None:
            said = words.say("agrees" if read.agrees else "disagrees")
            rows.append((words.say("agreement"), said))
        return (Block(words.say("conclusion_block"), strong=conclusion, rows=_rows(rows)),)

    def _text(self) -> tuple[Block, ...]:
        words, read = self._words, self._about.read
        if read is None:
            return ()
        lines = _lines(read.text) or (words.say("no_text"),)
        return (Block(words.say("text_block"), lines=lines),)

    def _measurements(self) -> tuple[Block, ...]:
        words, read = self._words, self._about.read
        kept = () if read is None else read.more.get("measurements", ())
        places = {view.uid: at for at, view in enumerate(self._about.study.views)}
        rows, lines = [], []
        for values in kept if isinstance(kept, list | tuple) else ():
            try:
                taken = Measurement.from_json(values)
                name = self._view_name(places[taken.view_uid])
            except (ValueError, KeyError, TypeError):
                lines.append(words.say("unreadable_measurement"))
                continue
            basis = f" ({taken.basis})" if taken.basis else ""
            rows.append((name, f"{words.word('kinds', taken.kind.value)}: {taken.text}{basis}"))
        if not rows and not lines:
            return ()
        heading = words.say("measurements_block")
        return (Block(heading, rows=_rows(rows), lines=tuple(lines)),)

    def _pictures(self) -> tuple[Block, ...]:
        if not self._about.pictures:
            return ()
        return (Block(self._words.say("images_block"), pictures=self._about.pictures),)

    def _signature(self) -> Block:
        words, signed, draft = self._words, self._about.signed, self._about.draft
        heading = words.say("signature_block")
        if signed is None:
            rows = []
            if draft is not None:
                rows = [
                    (words.say("draft_of"), self._reader(draft.reader)),
                    (words.say("draft_saved"), self._time(draft.saved)),
                ]
            return Block(heading, strong=words.say("not_signed"), rows=_rows(rows))
        rows = [
            (words.say("signed_by"), self._reader(signed.reader)),
            (words.say("signed_at"), self._time(signed.signed)),
            (words.say("version"), str(signed.version)),
            (words.say("amended"), signed.reason),
        ]
        return Block(heading, rows=_rows(rows))

    def _history(self) -> tuple[Block, ...]:
        words, lines = self._words, []
        form = "history_line" if self._aliases is None else "history_line_anonymous"
        for old in self._about.history[:-1]:
            conclusion = "" if old.read.conclusion is None else old.read.conclusion.value
            line = words.say(
                form,
                n=old.version,
                time=self._time(old.signed),
                reader=self._reader(old.reader),
                conclusion=words.word("conclusions", conclusion),
            )
            if old.reason:
                line += "; " + words.say("history_reason", reason=old.reason)
            lines.append(_clean(line))
        return (Block(words.say("history_block"), lines=tuple(lines)),) if lines else ()

    def _model(self) -> Block:
        words, model = self._words, self._about.model
        heading = words.say("model_block")
        if model is None:
            return Block(heading, lines=(words.say("no_score"),))
        if model.thresholds is not None:
            thresholds = words.say(
                "threshold_values",
                review=percent(model.thresholds.review),
                urgent=percent(model.thresholds.urgent),
            )
        else:
            thresholds = words.say("thresholds_changed" if model.changed else "thresholds_unknown")
        rows = (
            (words.say("band"), words.word("bands", model.band)),
            (words.say("score"), percent(model.score)),
            (words.say("thresholds"), thresholds),
            (words.say("model"), model.name or words.say("not_loaded")),
            (words.say("model_hash"), model.sha256),
        )
        return Block(heading, rows=_rows(rows))

    def _view_name(self, at: int) -> str:
        return view_name(self._about.study, at, self._words)

    def _reader(self, reader: str) -> str:
        return reader if self._aliases is None else self._aliases.reader(reader)

    def _time(self, moment: datetime) -> str:
        """Return a moment with its offset from UTC; an anonymous copy has no dates."""
        if self._aliases is not None:
            return ""
        local = moment.astimezone(self._zone)
        offset = local.strftime("%z")
        return f"{local:%Y-%m-%d %H:%M} (UTC{offset[:3]}:{offset[3:5]})"


def view_name(study: Study, at: int, words: Words) -> str:
    """Name a view by number, projection and side, such as ``"View 2, AP, left"``.

    Parameters
    ----------
    study, at
        The study, and the view's place in it from 0.
    words
        Of the report.
    """
    view = study.views[at]
    side = words.word("sides", view.laterality) if view.laterality else ""
    said = (words.say("view", n=at + 1), view.projection, side)
    return _clean(", ".join(word for word in said if word))


def as_html(sheet: Sheet, *, for_screen: bool = True) -> str:
    """Return a report as one HTML document that needs nothing beside it.

    Parameters
    ----------
    sheet
        What it says.
    for_screen
        Whether a browser shows it, with a watermark of its own. Qt's rich text cannot lay one
        below a text; whoever prints from it draws it.
    """
    mark = load_words(sheet.language).say("unverified")
    return _template().render(sheet=sheet, for_screen=for_screen, unverified_mark=mark)


def as_text(sheet: Sheet) -> str:
    """Return a report as plain text, without its images."""
    head = (sheet.institution, sheet.title, sheet.unverified, *sheet.notices)
    parts = ["\n".join(line for line in head if line)]
    for block in sheet.blocks:
        if not block.pictures:
            rows = [f"{label}: {value}" for label, value in block.rows]
            strong = [block.strong] if block.strong else []
            parts.append("\n".join((block.heading.upper(), *strong, *rows, *block.lines)))
    return "\n\n".join((*parts, "\n".join(sheet.footer))) + "\n"


@cache
def _template() -> Template:
    file = paths.resources() / "reports" / "study.html"
    environment = ImmutableSandboxedEnvironment(autoescape=True)
    return environment.from_string(file.read_text(encoding="utf-8"))


def _rows(rows: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return those rows that say something."""
    return tuple((label, _clean(value)) for label, value in rows if value.strip())


def _clean(text: str) -> str:
    """Return one line, with controls written out: nothing turns the direction of what follows."""
    return terminal(" ".join(text.split()))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(terminal(line.replace("\t", " ").rstrip()) for line in text.strip().splitlines())
