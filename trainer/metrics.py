"""Figures of merit with intervals; the formulas are scikit-learn's."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score


def auroc(labels: npt.NDArray[np.generic], scores: npt.NDArray[np.generic]) -> float:
    """Return the area under the ROC curve; labels 0 or 1, both must occur."""
    return float(roc_auc_score(labels, scores))
