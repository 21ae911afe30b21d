"""Does an installed program work? Public films are decoded, scored, kept and compared.

One film, an ankle that the package pydicom-data ships, is read in every encoding there is of it,
and in some that are made on the spot, so that each codec of the package has to work. Settings and
results of the user are neither read nor touched.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import data_store
import gdcm
from pydicom import dcmread
from pydicom.uid import JPEGLSLossless, RLELossless

from mura_desktop import __version__, paths
from mura_desktop.assembly import Assembly, assemble
from mura_desktop.errors import MuraError, UsageError
from mura_desktop.events import NotScorable, Scanned, Scored, Unreadable
from mura_desktop.studies.model import Grouping

TOLERANCE = 1e-3
"""Of a calibrated score. An engine may be off by 2e-3 of a logit (see `inference.check`), which is
at most 5e-4 of a probability; two of them may be off to either side."""
LOSSLESS = ("RG3_J2KR.dcm", "RG3_UNCR.dcm")
"""Films whose pixels are the same, to the last bit."""
EXPECTED_FILE = "smoke-test.json"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one film.

    Attributes
    ----------
    file, encoding
        Its name and the name of its transfer syntax.
    score
        Calibrated, 0 to 1; None where there is none.
    expected
        What it should be; None where nothing is known.
    fault
        What is wrong, for people; empty where all is well.
    """

    file: str
    encoding: str
    score: float | None
    expected: float | None
    fault: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was found.

    Attributes
    ----------
    program, frozen, system
        Version, whether this is a packaged program, and what it runs on.
    model, engine
        What scored; empty where scoring is off.
    faults
        What is wrong apart from single films.
    films
        One entry a film.
    """

    program: str
    frozen: bool
    system: str
    model: str
    engine: str
    faults: tuple[str, ...]
    films: tuple[Result, ...]

    @property
    def passed(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.faults and not any(film.fault for film in self.films)

    def as_json(self) -> str:
        """Return the report as a document, with its verdict."""
        return json.dumps({"passed": self.passed, **asdict(self)}, indent=2) + "\n"


def expected_scores(report: Path) -> dict[str, float]:
    """Return the scores of an earlier report, by the films' names.

    Raises
    ------
    UsageError
        Where it cannot be read.
    """
    try:
        document = json.loads(report.read_text(encoding="utf-8"))
        films = [(film["file"], film["score"]) for film in document["films"]]
        return {str(file): float(score) for file, score in films if score is not None}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{report} is not a report of a smoke test ({error}).") from error


def smoke_test(
    films: Path | None = None,
    expected: Mapping[str, float] | None = None,
    model: Path | None = None,
) -> Report:
    """Run the whole job on each film, in a data folder that is thrown away.

    Parameters
    ----------
    films
        Folder of further DICOM files.
    expected
        Scores by file name, to compare with; None takes those that were noted when the program
        was packaged, if it was.
    model
        Folder of a bundle; None takes the bundled one.
    """
    if expected is None:
        noted = paths.resources() / EXPECTED_FILE
        expected = expected_scores(noted) if noted.is_file() else {}
    with _data_folder_of_its_own() as folder:
        try:
            chosen = [*_shipped(), *_encoded_anew(folder), *_given(films)]
            assembly = assemble(model)
        except MuraError as error:
            return _report((str(error),), None, ())
        try:
            if assembly.model_problem is not None:
                return _report((assembly.model_problem,), None, ())
            results = tuple(_result(assembly, film, expected) for film in chosen)
            faults = tuple(_disagreements(results))
            return _report(faults, assembly, results)
        finally:
            assembly.close()


def _report(faults: tuple[str, ...], assembly: Assembly | None, films: Sequence[Result]) -> Report:
    scorer = None if assembly is None else assembly.scorer
    return Report(
        program=__version__,
        frozen=bool(getattr(sys, "frozen", False)),
        system=f"{platform.platform()}, Python {platform.python_version()}",
        model="" if scorer is None else scorer.card.name,
        engine="" if scorer is None else scorer.engine_description,
        faults=faults,
        films=tuple(films),
    )


@contextmanager
def _data_folder_of_its_own() -> Iterator[Path]:
    before = os.environ.get(paths.DATA_VARIABLE)
    with tempfile.TemporaryDirectory(prefix="mura-desktop-") as name:
        os.environ[paths.DATA_VARIABLE] = name
        try:
            yield Path(name)
        finally:
            if before is None:
                del os.environ[paths.DATA_VARIABLE]
            else:
                os.environ[paths.DATA_VARIABLE] = before


def _shipped() -> list[Path]:
    """Return the ankle in every encoding that pydicom-data has of it and that is here."""
    folder = Path(data_store.__file__).parent / "data"
    found = sorted(folder.glob("RG3_*.dcm"))
    if not found:
        raise UsageError(f"The films of pydicom-data are missing in {folder}. Install it again.")
    return found


def _encoded_anew(folder: Path) -> list[Path]:
    """Write the ankle in encodings that other libraries decode; no pixel changes."""
    source = next(film for film in _shipped() if film.name in LOSSLESS)
    written = []
    for name, syntax, plugin in (
        ("RLE", RLELossless, "pylibjpeg"),
        ("JPEG-LS", JPEGLSLossless, "pyjpegls"),
    ):
        dataset = dcmread(source)
        dataset.decompress()
        dataset.compress(syntax, encoding_plugin=plugin)
        dataset.save_as(folder / f"{name}.dcm")
        written.append(folder / f"{name}.dcm")
    target = folder / "JPEG-lossless.dcm"
    # GDCM wants to read and write by itself, from a path of plain characters.
    copied = shutil.copy(source, folder / "source.dcm")
    reader, change, writer = (
        gdcm.ImageReader(),
        gdcm.ImageChangeTransferSyntax(),
        gdcm.ImageWriter(),
    )
    reader.SetFileName(os.fspath(copied))
    changed = reader.Read()
    change.SetTransferSyntax(gdcm.TransferSyntax(gdcm.TransferSyntax.JPEGLosslessProcess14_1))
    change.SetInput(reader.GetImage())
    changed = changed and change.Change()
    writer.SetFile(reader.GetFile())
    writer.SetImage(change.GetOutput())
    writer.SetFileName(os.fspath(target))
    if not (changed and writer.Write()):
        raise UsageError("GDCM could not write a film as lossless JPEG.")
    return [*written, target]


def _given(folder: Path | None) -> list[Path]:
    return [] if folder is None else sorted(path for path in folder.iterdir() if path.is_file())


def _result(assembly: Assembly, film: Path, expected: Mapping[str, float]) -> Result:
    """Run one film as a job of its own: in one job, copies of an image count once."""
    score, fault = None, "it was not found to be a film"
    try:
        for event in assembly.pipeline.triage([film], Grouping.AUTO, threading.Event()):
            match event:
                case Scanned(scan, _) if scan.not_scored:
                    fault = scan.not_scored[0].reason
                case Scored(_, finding, _, _, _):
                    score, fault = finding.score, ""
                case Unreadable(_, not_scored, _, _):
                    fault = not_scored[0].reason
                case NotScorable(_, reason, _, _):
                    fault = reason
    except MuraError as error:
        fault = str(error)
    wanted = expected.get(film.name)
    if score is not None and wanted is not None and abs(score - wanted) > TOLERANCE:
        fault = f"the score is {score:.6f}, and should be {wanted:.6f}"
    return Result(film.name, _encoding(film), score, wanted, fault)


def _encoding(film: Path) -> str:
    return str(dcmread(film, stop_before_pixels=True, force=True).file_meta.TransferSyntaxUID.name)


def _disagreements(results: Sequence[Result]) -> Iterator[str]:
    """Say which lossless encodings of one film have another score: their pixels are the same."""
    anew = ("RLE.dcm", "JPEG-LS.dcm", "JPEG-lossless.dcm")
    same = [r for r in results if r.file in {*LOSSLESS, *anew} and r.score is not None]
    for result in same[1:]:
        if result.score != same[0].score:
            yield (
                f"{result.file} scores {result.score:.6f} and {same[0].file} {same[0].score:.6f}, "
                "although their pixels are the same"
            )
