"""Decoding fewer pixels than a film has: what it saves, and what it does to the score.

JPEG 2000 files hold the image at halved sizes, and JPEG can be decoded to a half or a quarter
(discrete cosine transform scaling). The network sees 224 pixels a side, so this looks like time to
be had for nothing; docs/decisions/022 says why the program does not do it.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pydicom
from PIL import Image
from pydicom.data import get_testdata_file
from pydicom.encaps import generate_frames

from benchmarks.results import Row, medians
from mura_desktop import paths
from mura_desktop.imaging.dicom import read_dicom
from mura_desktop.imaging.grey import FloatImage
from mura_desktop.imaging.model_input import Normalisation, letterbox, normalise
from mura_desktop.inference.bundle import load_bundle
from mura_desktop.inference.scorer import Scorer
from mura_desktop.inference.selection import open_engine

FILM = "RG3_J2KR.dcm"
"""An ankle of 1760 pixels a side that comes with pydicom."""
QUALITY = 92
SAME_SCORE = 1e-4
"""As far as an engine's score may lie from that of Keras (`trainer.export`)."""


def measure(rounds: int) -> list[Row]:
    """Decode one film whole and at half its side, in both encodings."""
    bundle = load_bundle(paths.bundled_model())
    scorer, given = Scorer(bundle, open_engine(bundle)), bundle.card.input

    def score(displayed: FloatImage) -> float:
        canvas = letterbox(displayed, given.size)
        return scorer.score(normalise(canvas[None], Normalisation(given.mean, given.std)))[0][0]

    rows = []
    for name, decode in {"JPEG 2000": _jpeg_2000(), "JPEG": _jpeg()}.items():
        taken = medians({"whole": partial(decode, 1), "half": partial(decode, 2)}, rounds)
        apart = abs(score(decode(1)) - score(decode(2)))
        ratio = taken["whole"] / taken["half"]
        beside = f"{taken['whole'] * 1e3:.0f} ms whole"
        rows += [
            Row(f"{name}: whole film over half its side", ratio, "times", beside=beside),
            Row(f"{name}: scores of the two apart", apart, beside=f"{SAME_SCORE:g} would do"),
        ]
    return rows


def _jpeg_2000() -> Callable[[int], FloatImage]:
    path = Path(str(get_testdata_file(FILM)))
    film = read_dicom(path)
    (frame,) = generate_frames(pydicom.dcmread(path).PixelData, number_of_frames=1)

    def stored(divisor: int) -> FloatImage:
        image = Image.open(io.BytesIO(frame))
        image.reduce = divisor.bit_length() - 1  # type: ignore[assignment, method-assign]
        return np.asarray(image).astype(np.float32)

    # Pillow spreads ten bits over sixteen, and the film is inverted: both are linear.
    whole = stored(1)
    slope, offset = np.polyfit(whole.ravel(), film.pixels.ravel(), 1)
    if np.abs(slope * whole + offset - film.pixels).max() > 1e-3:
        raise SystemExit(f"two decoders read {FILM} differently")

    def displayed(divisor: int) -> FloatImage:
        share = (slope * stored(divisor) + offset - film.low) / (film.high - film.low)
        return np.asarray(np.clip(share, 0, 1), np.float32)

    return displayed


def _jpeg() -> Callable[[int], FloatImage]:
    film = read_dicom(Path(str(get_testdata_file(FILM)))).displayed()
    buffer = io.BytesIO()
    Image.fromarray(np.rint(film * 255).astype(np.uint8)).save(buffer, "JPEG", quality=QUALITY)

    def displayed(divisor: int) -> FloatImage:
        image = Image.open(io.BytesIO(buffer.getvalue()))
        image.draft("L", (image.width // divisor, image.height // divisor))
        return np.asarray(image, np.float32) / np.float32(255)

    return displayed
