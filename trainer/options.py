"""What can be chosen about a run that is no part of its recipe."""

from __future__ import annotations

from enum import StrEnum


class Strategy(StrEnum):
    """How the work is spread, by `tf.distribute`."""

    NONE = "none"
    MIRRORED = "mirrored"
    MULTIWORKER = "multiworker"


class Precision(StrEnum):
    """Number format of the computations."""

    AUTO = "auto"
    FLOAT32 = "float32"
    MIXED_BFLOAT16 = "mixed_bfloat16"
    MIXED_FLOAT16 = "mixed_float16"
