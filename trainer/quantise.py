"""A bundle's network in integers of 8 bits: measured ranges, a second file, and what it costs.

Static quantisation (Jacob 2018, arXiv 1712.05877): kernels by channel, activations by tensor, their
ranges measured on training images. The first convolution stays in single precision: raw grey loses
most there; it reads one of the input's three equal channels.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
from onnxruntime import quantization
from onnxruntime.quantization.shape_inference import quant_pre_process

from mura_desktop.errors import ModelError, UsageError
from mura_desktop.inference.bundle import Bundle, load_bundle, sha256
from mura_desktop.inference.card import LARGEST_FALL, EightBit, Input, Weights, write_card
from mura_desktop.inference.check import check_input
from mura_desktop.inference.engine import Engine
from mura_desktop.inference.openvino_engine import OpenVinoEngine
from mura_desktop.inference.scorer import calibrated, run_as_the_card_says
from trainer.datasets import LabelledImage
from trainer.evaluate import read_inputs
from trainer.graph_rewrites import (
    activate_before_rounding,
    drop_unused_constants,
    maker_of,
    read_one_channel,
    round_to_bytes,
)
from trainer.metrics import auroc

log = logging.getLogger(__name__)

EIGHT_BIT_FILE = "model-8bit.onnx"
CALIBRATION_IMAGES = 160


class _Images(quantization.CalibrationDataReader):  # type: ignore[misc]  # ships no types
    """Gives images one by one, each named as the graph's input."""

    def __init__(self, rows: Sequence[LabelledImage], expected: Input, name: str) -> None:
        self._inputs: Iterator[Any] = (inputs for _, inputs in read_inputs(rows, expected))
        self._name = name

    def get_next(self) -> dict[str, npt.NDArray[np.float32]] | None:
        """Return the next one, None at the end."""
        inputs = next(self._inputs, None)
        return None if inputs is None else {self._name: inputs}


def quantise(bundle: Bundle, rows: Sequence[LabelledImage], name: str, seed: int = 0) -> Bundle:
    """Add the network in 8 bits to a bundle and say on its card what was measured.

    Parameters
    ----------
    bundle
        With an ONNX file.
    rows
        All images of the data set: ``train`` gives the ranges, ``val`` the figures.
    name
        Of the data set.
    seed
        Of the draw of calibration images.

    Returns
    -------
    Bundle
        The same, read anew.

    Raises
    ------
    UsageError
        Where the data set lacks a part.
    ModelError
        Where the AUROC falls by more than `LARGEST_FALL`; nothing is left behind.
    """
    training = [row for row in rows if row.split == "train"]
    validation = [row for row in rows if row.split == "val"]
    if not training or not validation:
        raise UsageError("quantising takes images of both splits, train and val")
    chosen = np.random.default_rng(seed).permutation(len(training))[:CALIBRATION_IMAGES]
    folder, card = bundle.weights_path.parent, bundle.card
    target = folder / EIGHT_BIT_FILE
    _write(bundle, [training[index] for index in chosen], target)
    single, eight = OpenVinoEngine(bundle.weights_path), OpenVinoEngine(target)
    labels = np.array([row.label for row in validation])
    scores = [_scores(engine, bundle, validation) for engine in (single, eight)]
    found = EightBit(
        weights=Weights(file=EIGHT_BIT_FILE, sha256=sha256(target)),
        check_logit=float(eight.run(check_input(card.input.size)).logits[0]),
        calibrated_on=f"{name}, {len(chosen)} training images",
        measured_on=f"{name}, validation part",
        auroc=auroc(labels, scores[1]),
        auroc_single=auroc(labels, scores[0]),
        largest_difference=float(np.abs(scores[0] - scores[1]).max()),
        n=len(validation),
    )
    log.info("AUROC %.4f in 8 bits, %.4f in single precision", found.auroc, found.auroc_single)
    if not found.within_bounds:
        target.unlink()
        raise ModelError(
            f"In 8 bits the AUROC falls from {found.auroc_single:.4f} to {found.auroc:.4f}, by "
            f"more than {LARGEST_FALL:g}: nothing was added."
        )
    write_card(card.model_copy(update={"eight_bit": found}), folder)
    return load_bundle(folder)


def _write(bundle: Bundle, rows: Sequence[LabelledImage], target: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        widened = Path(scratch) / "single.onnx"
        # Folds the kernels' widening and turning, which would hide them from quantisation.
        quant_pre_process(str(bundle.weights_path), str(widened), skip_symbolic_shape=True)
        model = onnx.load(str(widened))
        graph = model.graph
        if _is_grey(bundle.card.input):
            read_one_channel(graph)
        drop_unused_constants(graph)
        onnx.save(model, str(widened))
        first = next(node.name for node in graph.node if node.op_type == "Conv")
        quantization.quantize_static(
            str(widened),
            str(target),
            _Images(rows, bundle.card.input, graph.input[0].name),
            quant_format=quantization.QuantFormat.QDQ,
            per_channel=True,
            activation_type=quantization.QuantType.QUInt8,
            weight_type=quantization.QuantType.QInt8,
            # Pooling in bytes lets OpenVINO join a dense block's maps in bytes: where the first of
            # them is in single precision, all are copied as such, over and over.
            op_types_to_quantize=["Conv", "AveragePool", "MaxPool"],
            # Least and greatest value of all images: averaged ranges cut what films from elsewhere
            # reach, and moved the score of an ankle with white borders from 0.32 to 0.45.
            calibrate_method=quantization.CalibrationMethod.MinMax,
            nodes_to_exclude=[first],
        )
        _mend(widened, target, _Images(rows, bundle.card.input, graph.input[0].name))


def _mend(single: Path, target: Path, images: _Images) -> None:
    """Round what ONNX Runtime does not, and not what it need not have rounded, in place."""
    model = onnx.load(str(target))
    activate_before_rounding(model.graph)
    _round_first_pooling(single, model.graph, images)
    drop_unused_constants(model.graph)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, str(target))


def _round_first_pooling(single: Path, graph: Any, images: _Images) -> None:
    """Round what the first pooling gives to bytes, in place, for the sake of the block behind it.

    ONNX Runtime leaves a pooling alone whose input is in single precision, as that of the first
    convolution is. Graphs without maximum pooling behind ReLU stay as they are.
    """
    pool = next((node for node in graph.node if node.op_type == "MaxPool"), None)
    if pool is None or maker_of(graph, pool.input[0]) != "Relu":
        return
    watched = onnx.load(str(single))
    watched.graph.output.append(onnx.ValueInfoProto(name=pool.output[0]))
    session = onnxruntime.InferenceSession(watched.SerializeToString())
    greatest = 0.0
    while (inputs := images.get_next()) is not None:
        greatest = max(greatest, float(session.run([pool.output[0]], inputs)[0].max()))
    round_to_bytes(graph, pool.output[0], greatest)


def _is_grey(expected: Input) -> bool:
    """Whether all channels of the input are alike, as those of a radiograph are."""
    return len(set(expected.mean)) == len(set(expected.std)) == 1


def _scores(
    engine: Engine, bundle: Bundle, rows: Sequence[LabelledImage]
) -> npt.NDArray[np.float64]:
    expected = bundle.card.input
    logits = [
        run_as_the_card_says(engine, expected, inputs).logits
        for _, inputs in read_inputs(rows, expected)
    ]
    return calibrated(np.concatenate(logits), bundle.card.calibration)
