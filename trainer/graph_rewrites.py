"""Rewrites of an ONNX graph that leave what it computes, and take less time to compute it."""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx import helper, numpy_helper


def pad_while_pooling(graph: Any) -> None:
    """Let maximum pooling pad by itself, in place.

    Keras pads with zeros before it pools; ONNX's pooling pads with what is never the maximum. After
    ReLU both give the same, and the padded copy of a large map need not be written. Other padding
    stays as it is.

    Parameters
    ----------
    graph
        An ``onnx.GraphProto`` whose maps are ``(1, channels, rows, columns)``.
    """
    constants = {each.name: each for each in graph.initializer}
    for pad in [node for node in graph.node if node.op_type == "Pad"]:
        readers = [node for node in graph.node if pad.output[0] in node.input]
        amounts = constants.get(pad.input[1])
        value = constants.get(pad.input[2]) if len(pad.input) > 2 else None
        if (
            [node.op_type for node in readers] != ["MaxPool"]
            or maker_of(graph, pad.input[0]) != "Relu"
            or amounts is None
            or any(each.name == "mode" and each.s != b"constant" for each in pad.attribute)
            or (value is not None and numpy_helper.to_array(value) != 0)
        ):
            continue
        before, after = numpy_helper.to_array(amounts).reshape(2, 4)
        [pool] = readers
        if any(before[:2]) or any(after[:2]) or _pads(pool):
            continue
        kept = [each for each in pool.attribute if each.name not in {"pads", "auto_pad"}]
        sides = [int(side) for side in (*before[2:], *after[2:])]
        del pool.attribute[:]
        pool.attribute.extend([*kept, helper.make_attribute("pads", sides)])
        pool.input[0] = pad.input[0]
        graph.node.remove(pad)


def _pads(pool: Any) -> bool:
    """Whether a pooling pads already."""
    return any(
        (each.name == "pads" and any(each.ints))
        or (each.name == "auto_pad" and each.s not in {b"NOTSET", b"VALID"})
        for each in pool.attribute
    )


def read_one_channel(graph: Any) -> None:
    """Let the first convolution read one of three equal channels, in place.

    Radiographs are grey: all channels of the input hold the same values, so a kernel summed over
    them does in one product what took three. A graph whose first convolution does not read the
    transposed input, as Keras exports it, stays as it is.

    Parameters
    ----------
    graph
        An ``onnx.GraphProto`` with one input ``(1, size, size, 3)`` that is normalised alike in
        every channel.
    """
    constants = {each.name: each for each in graph.initializer}
    convolution = next((node for node in graph.node if node.op_type == "Conv"), None)
    if convolution is None or convolution.input[1] not in constants:
        return
    turning = next(
        (node for node in graph.node if node.output[0] == convolution.input[0]), convolution
    )
    source = graph.input[0].name
    if turning.op_type != "Transpose" or turning.input[0] != source:
        return
    kernel = numpy_helper.to_array(constants[convolution.input[1]])
    summed = kernel.sum(axis=1, keepdims=True, dtype=np.float64).astype(np.float32)
    bounds = {"first_channel": 0, "second_channel": 1, "channel_axis": 3}
    graph.initializer.extend(
        numpy_helper.from_array(np.array([value], np.int64), name) for name, value in bounds.items()
    )
    graph.initializer.append(numpy_helper.from_array(summed, "summed_kernel"))
    convolution.input[1] = "summed_kernel"
    position = list(graph.node).index(turning)
    graph.node.insert(position, helper.make_node("Slice", [source, *bounds], ["grey"], "grey"))
    turning.input[0] = "grey"
    del graph.value_info[:]  # shapes with three channels; whoever needs them infers them again


def maker_of(graph: Any, output: str) -> str:
    """Return the kind of node that gives an output; empty for inputs and constants."""
    return next((str(node.op_type) for node in graph.node if output in node.output), "")


def round_to_bytes(graph: Any, output: str, greatest: float) -> None:
    """Let all who read an output read it rounded to one of 256 steps, in place.

    Parameters
    ----------
    graph
        An ``onnx.GraphProto``.
    output
        Of one of its nodes; never negative.
    greatest
        What the highest step stands for, above 0; what is greater is cut off.
    """
    step, zero = f"{output}_step", f"{output}_zero"
    rounded, widened = f"{output}_rounded", f"{output}_widened"
    for node in graph.node:
        for index, name in enumerate(node.input):
            if name == output:
                node.input[index] = widened
    graph.initializer.extend(
        [
            numpy_helper.from_array(np.array(greatest / 255, np.float32), step),
            numpy_helper.from_array(np.array(0, np.uint8), zero),
        ]
    )
    position = next(index for index, node in enumerate(graph.node) if output in node.output)
    for offset, (kind, source, result) in enumerate(
        [("QuantizeLinear", output, rounded), ("DequantizeLinear", rounded, widened)], start=1
    ):
        node = helper.make_node(kind, [source, step, zero], [result], result)
        graph.node.insert(position + offset, node)


def activate_before_rounding(graph: Any) -> None:
    """Let ReLU read what a convolution gives before it is rounded to bytes, in place.

    What ReLU gives is rounded too. With one rounding less nothing is lost but an error, and an
    engine may do convolution, ReLU and rounding in one go. An output that others read stays.

    Parameters
    ----------
    graph
        An ``onnx.GraphProto`` with pairs of QuantizeLinear and DequantizeLinear.
    """
    makers = {output: node for node in graph.node for output in node.output}
    readers: dict[str, list[Any]] = {}
    for node in graph.node:
        for name in node.input:
            readers.setdefault(name, []).append(node)
    for activation in [node for node in graph.node if node.op_type == "Relu"]:
        behind, pair = activation.input[0], []
        for kind in ("DequantizeLinear", "QuantizeLinear"):
            maker = makers.get(behind)
            if maker is None or maker.op_type != kind or len(readers[behind]) > 1:
                break
            pair.append(maker)
            behind = maker.input[0]
        else:
            if maker_of(graph, behind) == "Conv" and len(readers[behind]) == 1:
                activation.input[0] = behind
                for node in pair:
                    graph.node.remove(node)


def drop_unused_constants(graph: Any) -> None:
    """Remove constants that no node reads any more, in place."""
    read = {name for node in graph.node for name in node.input}
    used = [each for each in graph.initializer if each.name in read]
    del graph.initializer[:]
    graph.initializer.extend(used)
