"""What is noted of a run when it begins: code, data, computer and libraries."""

from __future__ import annotations

import os
from collections.abc import Mapping

import keras
import tensorflow as tf

from trainer.datasets import Dataset
from trainer.runs import Host, Record, code_version, now


def record_of(
    recipe: str,
    data: Dataset,
    weights: Mapping[str, str],
    *,
    precision: str,
    strategy: str = "one device",
    limit: int | None = None,
) -> Record:
    """Return the record of a run that begins now on this computer; see `Record`."""
    return Record(
        recipe=recipe,
        code_version=code_version(),
        data_name=data.name,
        data_digest=data.digest(),
        weights=weights,
        limit=limit,
        host=Host(
            cpus=os.cpu_count() or 1,
            gpus=tuple(gpu.name for gpu in tf.config.list_physical_devices("GPU")),
            precision=precision,
            strategy=strategy,
        ),
        tensorflow=tf.__version__,
        keras=keras.__version__,
        began=now(),
    )
