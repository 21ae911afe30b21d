"""The window's composition root: puts the parts behind the window and starts Qt."""

from __future__ import annotations

import importlib
import logging
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from mura_desktop.inference.card import Card
from mura_desktop.studies.model import Grouping
from mura_desktop.ui.backend import Backend
from mura_desktop.ui.main_window import MainWindow
from mura_desktop.ui.theme import apply_theme

log = logging.getLogger(__name__)

PAINTED_MS = 50
"""Time for the window system to show the empty window before libraries are loaded."""
NATIVE = (
    "mura_desktop.assembly",
    "mura_desktop.inference.onnxruntime_engine",
    "mura_desktop.inference.openvino_engine",
)


def run(
    paths: Sequence[Path] = (),
    grouping: Grouping = Grouping.AUTO,
    model: Path | None = None,
) -> int:
    """Open the window and return when it is closed.

    Parameters
    ----------
    paths
        Opened at once; none shows the welcome page.
    grouping
        How loose images become studies.
    model
        Folder of a model bundle; None takes the one from the settings, else the bundled one.

    Returns
    -------
    int
        Exit code.
    """
    application = make_application()
    window = MainWindow(partial(make_backend, model))
    window.show()
    QTimer.singleShot(PAINTED_MS, partial(_begin, window, tuple(paths), grouping))
    return application.exec()


def make_application() -> QApplication:
    """Make the one QApplication, in the program's dress."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("MURA Desktop")
    apply_theme(application)
    return application


def make_backend(model: Path | None) -> Backend:
    """Assemble the program and hand the window what it needs of it."""
    from mura_desktop.assembly import assemble  # noqa: PLC0415 - `_begin` has imported it

    assembly = assemble(model)
    close: Callable[[], None] = assembly.close
    if assembly.scorer is None:
        return Backend(
            pipeline=assembly.pipeline,
            decoder=assembly.decoder,
            rule=None,
            input_size=1,
            model_summary="Scoring is off",
            about_model=(("Scoring is off", assembly.model_problem or ""),),
            model_problem=assembly.model_problem or "no model",
            close=close,
        )
    card, engine = assembly.scorer.card, assembly.scorer.engine_description
    return Backend(
        pipeline=assembly.pipeline,
        decoder=assembly.decoder,
        rule=assembly.scorer.rule,
        input_size=card.input.size,
        model_summary=f"{card.name}  ·  {engine}",
        about_model=describe(card, engine),
        model_problem=None,
        close=close,
    )


def describe(card: Card, engine: str) -> tuple[tuple[str, str], ...]:
    """Put a model's card into headings and plain text.

    Parameters
    ----------
    card
        The card.
    engine
        What runs the model here.
    """
    thresholds = "\n".join(
        f"{part}: urgent from {limits.urgent:.2f}, review from {limits.review:.2f}"
        for part, limits in card.thresholds.items()
    )
    metrics = "\n".join(
        f"{metric.name} {metric.value:.3f} ({metric.low:.3f} to {metric.high:.3f}), {metric.data}, "
        f"{metric.subset}: {metric.n:,} images, {metric.positives:,} positive. {metric.how}"
        for metric in card.metrics
    )
    training = card.training
    return (
        ("Model", f"{card.name}\nSHA-256 {card.weights.sha256}\nRun by {engine}"),
        ("Intended use", card.intended_use),
        ("Limits", "\n".join(f"• {limit}" for limit in card.limits)),
        ("What the score means", f"0 is “{card.labels.negative}”, 1 is “{card.labels.positive}”."),
        (
            "Bands",
            f"{thresholds}\nA study's score is the {card.aggregation.value} over its views. "
            f"No region is shown for a view below {card.heat_map_from:.2f}.",
        ),
        ("Measured", metrics or "Nothing is stated."),
        (
            "Training",
            f"{training.data}\n{training.recipe}\nStarted from: {training.start}\n"
            f"Licence of the data: {training.licence}\n{training.attribution}",
        ),
    )


def _begin(window: MainWindow, paths: Sequence[Path], grouping: Grouping) -> None:
    """Start the work, once the window has been painted.

    Native libraries are imported here, on the main thread: imported first by a worker thread, they
    crash frozen programs. A runtime that is not installed is no problem yet.
    """
    for module in NATIVE:
        try:
            importlib.import_module(module)
        except (ImportError, OSError) as error:
            log.info("%s cannot be loaded: %s", module, error)
    window.start()
    window.open(paths, grouping)
