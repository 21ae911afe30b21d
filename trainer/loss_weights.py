"""How much each image counts in the loss, from the counts of the training images."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

from trainer.datasets import LabelledImage


class LossWeights:
    """Factor of an image in the binary cross-entropy.

    Parameters
    ----------
    kind
        ``none``: 1. ``class``: n / (2 n of the class), so that both classes count alike and the
        mean is 1. ``part``: by body part, the share of the other class: with A abnormal and N
        normal images, N / (A + N) for abnormal and A / (A + N) for normal ones (Rajpurkar 2018,
        arXiv 1712.06957, section 3.1). A part that training does not have gets the weights of all
        parts together.
    training
        The images that are counted; both labels occur, unless `kind` is ``none``.
    """

    def __init__(
        self, kind: Literal["none", "class", "part"], training: Iterable[LabelledImage]
    ) -> None:
        self._kind = kind
        self._by_part: Counter[tuple[str, int]] = Counter()
        self._in_all: Counter[int] = Counter()
        for image in training:
            self._by_part[image.body_part, image.label] += 1
            self._in_all[image.label] += 1

    def of(self, image: LabelledImage) -> float:
        """Return the factor of an image."""
        if self._kind == "none":
            return 1.0
        if self._kind == "class":
            return self._in_all.total() / (2 * self._in_all[image.label])
        same, other = (self._by_part[image.body_part, label] for label in _labels(image))
        if not same + other:
            same, other = (self._in_all[label] for label in _labels(image))
        return other / (same + other)

    def of_all(self, images: Sequence[LabelledImage]) -> npt.NDArray[np.float32]:
        """Return the factors of images, shape ``(n,)``."""
        return np.array([self.of(image) for image in images], np.float32)


def _labels(image: LabelledImage) -> tuple[int, int]:
    return image.label, 1 - image.label
