"""Results on their way back to the archive: makes the objects of a study and hands them on.

A wish (`GivingBack.ask`) is one note in the outbox and returns at once. A thread makes the objects
and sends them; a program that is killed goes on with the next start. Nothing here knows Qt.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from mura_desktop.dicomio.kinds import Kind
from mura_desktop.dicomio.outbox import Job, JobState, Outbox
from mura_desktop.dicomio.tls import Credentials, credentials
from mura_desktop.errors import MuraError, RemoteError, StoreError, UsageError
from mura_desktop.imaging.decoder import Decoder
from mura_desktop.inference.card import Card
from mura_desktop.inference.engine import Precision
from mura_desktop.logs import traced
from mura_desktop.offer import MakePdf, why_not
from mura_desktop.pipeline import source_of
from mura_desktop.pseudonyms import pseudonym
from mura_desktop.remotes import Remote
from mura_desktop.settings import Settings
from mura_desktop.store.audit import Action
from mura_desktop.store.repository import Store
from mura_desktop.studies.model import Finding, Study
from mura_desktop.studies.reads import SignedRead
from mura_desktop.studies.triage import TriageRule, with_site_thresholds

log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
"""How often the thread looks for what other processes asked for, and for what is due again."""
AFTER_SCORING = (Kind.REPORT, Kind.PICTURE, Kind.OUTLINE)
AFTER_SIGNING = (Kind.REPORT, Kind.DOCUMENT)


class GivingBack:
    """Asks for results, makes them, and sends them.

    Parameters
    ----------
    store
        Scores and signed reads.
    card
        Of the model whose scores count; None gives back signed reads only.
    settings
        Remotes, thresholds, and what is given back by itself.
    outbox
        What waits.
    make_pdf
        Prints a signed read; None where this process prints none, and leaves what needs it to a
        window.
    precision
        Of the engine whose scores count.
    """

    def __init__(
        self,
        store: Store,
        card: Card | None,
        settings: Settings,
        outbox: Outbox,
        make_pdf: MakePdf | None = None,
        precision: Precision = Precision.SINGLE,
    ) -> None:
        self._precision = precision
        self.outbox = outbox
        self._store = store
        self._card = card
        self._settings = settings
        self.make_pdf = make_pdf
        """Prints a signed read; the window brings it, for printing needs Qt."""
        self._decoder: Decoder | None = None
        self._closing = threading.Event()
        self._news = threading.Event()
        self._thread: threading.Thread | None = None

    def take(self, settings: Settings) -> None:
        """Work with changed settings from now on; what `follow_store` began stays as it is."""
        self._settings = settings

    @property
    def remotes(self) -> tuple[Remote, ...]:
        """Where results may be sent."""
        return tuple(remote for remote in self._settings.remotes if "send" in remote.roles)

    def remote(self, name: str) -> Remote:
        """Return a remote by its name; capitals do not matter.

        Raises
        ------
        UsageError
            Where results are sent to no such remote.
        """
        for remote in self.remotes:
            if remote.name.casefold() == name.casefold():
                return remote
        known = ", ".join(remote.name for remote in self.remotes) or "none"
        raise UsageError(
            f"Results are sent to no remote “{name}”. In the settings, under remotes: {known}."
        )

    def barred(self, study: Study) -> dict[Kind, str]:
        """Return the kinds that cannot be given back of a study now, each with the reason."""
        return self._barred(study, *self._known(study))

    def ask(self, study: Study, remote: Remote, kinds: Iterable[Kind]) -> Job:
        """Note that results shall be sent; they follow by themselves.

        Raises
        ------
        UsageError
            Where none of these can be given back of this study.
        StoreUnavailableError
            Where the outbox refuses.
        """
        wanted = tuple(kinds)
        barred = self.barred(study)
        if all(kind in barred for kind in wanted):
            raise UsageError(" ".join(dict.fromkeys(barred[kind] for kind in wanted)))
        job = self.outbox.ask(study.uid, study.patient, remote.name, wanted)
        self.wake()
        return job

    def wake(self) -> None:
        """Look at the outbox at once."""
        self._news.set()

    def follow_store(self) -> str:
        """From now on, give back by itself what the settings say; return why not, if not."""
        if self._settings.gives_back_to is None or not self._settings.gives_back:
            return ""
        try:
            remote = self.remote(self._settings.gives_back_to)
        except UsageError as error:
            return f"Nothing is given back by itself: {error}"
        wanted = [Kind(kind) for kind in self._settings.gives_back]
        self._store.after_scoring.append(partial(self._by_itself, remote, wanted, AFTER_SCORING))
        self._store.reads.after_signing.append(
            partial(self._by_itself, remote, wanted, AFTER_SIGNING)
        )
        return ""

    def start(self, after: threading.Event | None = None) -> None:
        """Begin to work on a thread of its own, once an event is set."""
        self._thread = threading.Thread(
            target=self._run, args=(after,), name="giving back", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop after the object that is being sent; what is left goes on with the next start."""
        self._closing.set()
        self._news.set()

    def close(self) -> None:
        """Stop, and free what was used."""
        self.stop()
        if self._thread is not None:
            self._thread.join(self._longest_answer())
        if self._decoder is not None:
            self._decoder.close()

    def work(self) -> bool:
        """Make and send what is due now; tell whether this process has the right to.

        A wish for a signed report waits whole, until a process that prints works.

        Raises
        ------
        StoreError
            Where the outbox refuses.
        """
        with self.outbox.sending() as mine:
            if not mine:
                return False
            for job in self.outbox.jobs():
                if job.state is JobState.ASKED and not self._closing.is_set():
                    if job.for_window and self.make_pdf is None:
                        continue  # prepared here, it would go without its report for good
                    self._do(job, self._prepare)
            while not self._closing.is_set():
                due = self.outbox.due(datetime.now(UTC))
                if not due:
                    break
                for job in due:
                    if not self._closing.is_set():
                        self._do(job, self._deliver)
        return True

    # On whichever thread works.

    def _run(self, after: threading.Event | None) -> None:
        while after is not None and not self._closing.is_set() and not after.wait(LOOK_SECONDS):
            continue
        tidy = True
        while not self._closing.is_set():
            self._news.clear()
            try:
                if tidy:
                    self.outbox.tidy()
                    tidy = False
                self.work()
            except MuraError as error:
                log.error("the outbox waits:\n%s", traced(error))
            except Exception as error:  # noqa: BLE001 - it goes on, and is told in the log
                log.error("giving back failed:\n%s", traced(error))
            self._news.wait(LOOK_SECONDS)

    def _do(self, job: Job, step: Callable[[Job], object]) -> None:
        """Take a job one step on; whatever goes wrong is noted with it."""
        try:
            step(job)
        except StoreError:
            raise  # the disk refuses: nothing could be noted either
        except RemoteError as error:
            self.outbox.put_off(job, error)
        except MuraError as error:
            self.outbox.give_up(job, str(error))
        except Exception as error:  # noqa: BLE001 - one study must not hold up the others
            log.error("results of a study failed:\n%s", traced(error))
            self.outbox.give_up(
                job, f"This is our bug ({type(error).__name__}); details are in the log."
            )

    def _deliver(self, job: Job) -> None:
        push = partial(_push, self.remote(job.remote), self._credentials(), self._closing)
        if self.outbox.deliver(job, push).state is not JobState.SENT:
            return
        log.info("results of study %s were sent", pseudonym(job.study_uid))
        self._store.audit.record(
            Action.EXPORTED,
            job.study_uid,
            what="results",
            kinds=[kind.value for kind in job.kinds],
            objects=len(job.files),
        )

    def _prepare(self, job: Job) -> Job:
        from mura_desktop.results import make_results  # noqa: PLC0415 - loads what a start must not

        found = self._store.stored([job.study_uid])
        if job.study_uid not in found:
            raise UsageError("The study is not known any more. Open its images, then send again.")
        study, _since = found[job.study_uid]
        finding, signed = self._known(study)
        barred = self._barred(study, finding, signed)
        kinds = [kind for kind in job.kinds if kind not in barred]
        left_out = [barred[kind] for kind in job.kinds if kind in barred]
        if not kinds:
            raise UsageError(_together(left_out) or "Nothing was asked for.")
        results = make_results(
            kinds,
            study,
            finding,
            signed,
            rule=self._rule,
            input_size=1 if self._card is None else self._card.input.size,
            decoder=self._own_decoder(),
            make_pdf=self.make_pdf,
            institution=self._settings.institution,
        )
        files = [
            (f"{place:02d}-{one.kind.value}.dcm", one.dataset)
            for place, one in enumerate(results.objects, 1)
        ]
        notes = _together([*left_out, *results.left_out])
        if not files:
            raise UsageError(notes)
        return self.outbox.prepared(job, files, notes)

    def _barred(
        self, study: Study, finding: Finding | None, signed: SignedRead | None
    ) -> dict[Kind, str]:
        reasons = {
            kind: why_not(kind, study, finding, signed, self._rule, self.make_pdf) for kind in Kind
        }
        return {kind: reason for kind, reason in reasons.items() if reason}

    def _known(self, study: Study) -> tuple[Finding | None, SignedRead | None]:
        """Return what the model and its reader say of a study, as it is kept."""
        signed = self._store.reads.current([study.uid]).get(study.uid)
        if self._card is None or self._rule is None:
            return None, signed
        known = self._store.known(study.scorable_views, source_of(self._card, self._precision))
        entries = [known[view.uid] for view in study.scorable_views if view.uid in known]
        if not entries:
            return None, signed
        created = max(entry.created for entry in entries)
        return self._rule.finding(study, [entry.score for entry in entries], created), signed

    @property
    def _rule(self) -> TriageRule | None:
        if self._card is None:
            return None
        return with_site_thresholds(self._card.rule(self._precision), self._settings.thresholds)

    def _by_itself(
        self, remote: Remote, wanted: Sequence[Kind], now: Sequence[Kind], study: Study
    ) -> None:
        """Ask for what the settings say; whoever scored or signed goes on in any case."""
        kinds = tuple(kind for kind in wanted if kind in now)
        if not kinds or any(view.format.value != "dicom" for view in study.views):
            return
        try:
            self.outbox.ask(study.uid, study.patient, remote.name, kinds)
        except MuraError as error:
            log.error("results cannot be put into the outbox:\n%s", traced(error))
        self.wake()

    def _own_decoder(self) -> Decoder:
        """Return a decoder whose processes neither the viewer nor the queue waits for."""
        if self._decoder is None:
            self._decoder = Decoder(workers=1, timeout_s=self._settings.decode_seconds)
        return self._decoder

    def _credentials(self) -> Credentials | None:
        settings = self._settings
        return credentials(settings.tls_certificate, settings.tls_key, settings.tls_authority)

    def _longest_answer(self) -> float:
        return max((remote.answer_seconds for remote in self.remotes), default=0.0) + 5.0


def _together(sentences: Iterable[str]) -> str:
    """Put sentences together, each once."""
    return " ".join(dict.fromkeys(sentences))


def _push(
    remote: Remote,
    own: Credentials | None,
    cancelled: threading.Event,
    files: Sequence[Path],
    taken: Callable[[Path], None],
) -> None:
    from mura_desktop.dicomio.send import send  # noqa: PLC0415 - loads what a start must not

    send(remote, files, own, taken, cancelled)
