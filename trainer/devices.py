"""Which devices do the work, how it is shared among them, and in which number format."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import tensorflow as tf

from mura_desktop.errors import UsageError
from trainer.options import Precision, Strategy

TENSOR_CORES = (7, 0)
"""Compute capability from which NVIDIA's GPUs are faster in half precision."""


@dataclass(frozen=True, slots=True)
class Devices:
    """What a run computes on.

    Attributes
    ----------
    strategy
        Of `tf.distribute`.
    worker, workers
        Index of this process, and how many there are.
    precision
        As it was set, in words.
    """

    strategy: Any
    worker: int
    workers: int
    precision: str

    @property
    def writes(self) -> bool:
        """Whether this process writes the run's files; only the first one does."""
        return self.worker == 0

    @property
    def replicas(self) -> int:
        """Copies of the network, over all processes."""
        return int(self.strategy.num_replicas_in_sync)

    @property
    def description(self) -> str:
        """How the work is shared, in words."""
        if self.replicas == 1:
            return "one device"
        return f"{type(self.strategy).__name__}, {self.replicas} devices"

    def agree_on(self, number: int) -> bool:
        """Wait for all processes, and say whether they came with the same number."""
        if self.replicas == 1:
            return True

        @tf.function  # type: ignore[untyped-decorator]
        def total() -> Any:
            numbers = self.strategy.run(lambda: tf.constant(number, tf.int64))
            return self.strategy.reduce(tf.distribute.ReduceOp.SUM, numbers, axis=None)

        return int(total()) == number * self.replicas


def open_devices(strategy: Strategy, precision: Precision) -> Devices:
    """Choose the devices. It has to be the first that a process does with TensorFlow.

    Parameters
    ----------
    strategy
        ``none``: one device. ``mirrored``: all GPUs of this computer. ``multiworker``: several
        processes, each told by the environment variable ``TF_CONFIG`` which one it is.
    precision
        ``auto`` takes ``mixed_float16`` where all GPUs have tensor cores. On processors it keeps
        float32, and where they compute with bfloat16, lets oneDNN use that for products.

    Raises
    ------
    UsageError
        Where ``TF_CONFIG`` is missing or cannot be understood.
    """
    if strategy is Strategy.MULTIWORKER:
        worker, workers = _place_in_cluster(os.environ.get("TF_CONFIG"))
        distribution = tf.distribute.MultiWorkerMirroredStrategy()
    else:
        worker, workers = 0, 1
        if strategy is Strategy.MIRRORED:
            found = tf.config.list_logical_devices("GPU") or tf.config.list_logical_devices("CPU")
            distribution = tf.distribute.MirroredStrategy([device.name for device in found])
        else:
            distribution = tf.distribute.get_strategy()
    return Devices(distribution, worker, workers, _set_precision(precision))


def _place_in_cluster(config: str | None) -> tuple[int, int]:
    """Return index and number of processes; a chief counts before the workers."""
    if config is None:
        raise UsageError(
            "several hosts find each other by the environment variable TF_CONFIG, which is not "
            "set; docs/benchmark.md shows an example"
        )
    try:
        content = json.loads(config)
        tasks = [
            (kind, index)
            for kind in ("chief", "worker")
            for index in range(len(content["cluster"].get(kind, ())))
        ]
        place = tasks.index((content["task"]["type"], int(content["task"]["index"])))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"TF_CONFIG does not say which process this is ({error})") from error
    return place, len(tasks)


def _set_precision(precision: Precision) -> str:
    gpus = tf.config.list_physical_devices("GPU")
    if precision is not Precision.AUTO:
        keras.config.set_dtype_policy(precision.value)
        return precision.value
    if gpus:
        capabilities = [
            tf.config.experimental.get_device_details(gpu).get("compute_capability", (0, 0))
            for gpu in gpus
        ]
        policy = Precision.MIXED_FLOAT16 if min(capabilities) >= TENSOR_CORES else Precision.FLOAT32
        keras.config.set_dtype_policy(policy.value)
        return policy.value
    keras.config.set_dtype_policy(Precision.FLOAT32.value)
    if processor_has_bfloat16():
        tf.config.optimizer.set_experimental_options({"auto_mixed_precision_onednn_bfloat16": True})
        return "float32, products in bfloat16 by oneDNN"
    return Precision.FLOAT32.value


def processor_has_bfloat16() -> bool:
    """Say whether oneDNN has products in bfloat16 here; elsewhere they would only cost time."""
    cpuinfo = Path("/proc/cpuinfo")  # Linux; elsewhere float32 is safe
    return cpuinfo.is_file() and "avx512_bf16" in cpuinfo.read_text(encoding="ascii")
