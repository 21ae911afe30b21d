"""Charts of a report as inline SVG: the same bytes every time, with a title that is read aloud."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import matplotlib as mpl
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from trainer.results import Epoch
from trainer.summary import CalibrationBin, Figure, OperatingPoint, Subset

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")
"""Told apart without colour vision (Okabe and Ito 2008)."""
DASHES = ("-", "--", "-.", (0, (6, 1)), (0, (3, 1, 1, 1, 1, 1)), (0, (1, 1)))
MARKERS = ("o", "s", "^")
_GREY = "#666666"
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text: it can be selected, and takes the page's typeface
    "svg.hashsalt": "mura-desktop",
    "font.size": 9,
    "axes.titlesize": 9,
    "axes.titleweight": "bold",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.7,
    "axes.edgecolor": _GREY,
    "xtick.color": _GREY,
    "ytick.color": _GREY,
    "xtick.labelcolor": "#222222",
    "ytick.labelcolor": "#222222",
    "lines.linewidth": 1.4,
    "legend.frameon": False,
    "legend.fontsize": 8,
    "grid.color": "#e2e2e2",
    "grid.linewidth": 0.6,
}

Curve = tuple[str, Sequence[tuple[float, float]]]


def roc_chart(
    curves: Sequence[Curve],
    title: str,
    points: Sequence[OperatingPoint] = (),
    readers: Mapping[str, tuple[Figure, Figure]] | None = None,
) -> Markup:
    """Draw ROC curves, with operating points and their intervals, and readers as points.

    Parameters
    ----------
    curves
        Name and points ``(1 - specificity, sensitivity)`` of each.
    title
        What is seen, for those who do not see it.
    points
        Of the first curve.
    readers
        Sensitivity and specificity by name.
    """
    with mpl.rc_context(_STYLE):
        figure, axes = _square()
        axes.plot([0, 1], [0, 1], color="#aaaaaa", linewidth=0.8, linestyle=":")
        for index, (name, curve) in enumerate(curves):
            style: Any = DASHES[index % len(DASHES)]
            axes.plot(*zip(*curve, strict=True), color=_colour(index), linestyle=style, label=name)
        for index, point in enumerate(points):
            label = f"{point.name}: {point.threshold:.3f}"
            marker = MARKERS[index % len(MARKERS)]
            _cross(axes, point.sensitivity, point.specificity, label, marker, COLOURS[-1])
        for index, (name, (sensitivity, specificity)) in enumerate((readers or {}).items()):
            colour = _colour(index + len(curves))
            _cross(axes, sensitivity, specificity, name, "D", colour)
        axes.set(xlabel="1 - specificity", ylabel="sensitivity", xlim=(-0.01, 1), ylim=(0, 1.01))
        _legend(axes, len(curves) + len(points) + len(readers or {}))
        return _svg(figure, title)


def _cross(
    axes: Axes, sensitivity: Figure, specificity: Figure, label: str, marker: str, colour: str
) -> None:
    if sensitivity.value is None or specificity.value is None:
        return
    axes.errorbar(
        1 - specificity.value,
        sensitivity.value,
        xerr=_arms(specificity)[::-1],
        yerr=_arms(sensitivity),
        fmt=marker,
        color=colour,
        markersize=5,
        markerfacecolor="white",
        elinewidth=0.8,
        label=label,
        zorder=3,
    )


def _arms(figure: Figure) -> list[list[float]]:
    """Return how far the interval reaches below and above, as matplotlib wants it."""
    if figure.value is None or figure.low is None or figure.high is None:
        return [[0.0], [0.0]]
    return [[max(0.0, figure.value - figure.low)], [max(0.0, figure.high - figure.value)]]


def calibration_chart(bins: Sequence[CalibrationBin], title: str) -> Markup:
    """Draw the share of abnormal rows against their mean probability, with intervals."""
    with mpl.rc_context(_STYLE):
        figure, axes = _square()
        axes.plot([0, 1], [0, 1], color="#aaaaaa", linewidth=0.8, linestyle=":")
        for each in bins:
            axes.errorbar(
                each.probability,
                each.share.value or 0.0,
                yerr=_arms(each.share),
                fmt="o",
                color=_colour(0),
                markersize=4,
                elinewidth=0.8,
            )
        values = [(each.probability, each.share.value or 0.0) for each in bins]
        axes.plot(*zip(*values, strict=True), color=_colour(0), linewidth=1)
        axes.set(xlabel="mean probability", ylabel="share abnormal", xlim=(0, 1), ylim=(0, 1))
        return _svg(figure, title)


def parts_chart(subsets: Sequence[Subset], figures: Mapping[str, str], title: str) -> Markup:
    """Draw figures with intervals, one row a subset, one panel a figure.

    Parameters
    ----------
    subsets
        From top to bottom; what is not defined leaves its row empty.
    figures
        Keys of `Subset.figures` with the names to show.
    title
        What is seen.
    """
    with mpl.rc_context(_STYLE):
        figure = Canvas(figsize=(7.2, 0.7 + 0.28 * len(subsets)), layout="constrained")
        panels = figure.subplots(1, len(figures), sharey=True, squeeze=False)[0]
        for panel, (key, name) in zip(panels, figures.items(), strict=True):
            for row, subset in enumerate(subsets):
                found = subset.figures[key]
                if found.value is not None:
                    panel.errorbar(
                        found.value,
                        row,
                        xerr=_arms(found),
                        fmt="o",
                        color=COLOURS[-1] if row == 0 else _colour(0),
                        markersize=4,
                        elinewidth=1,
                    )
            panel.set_title(name)
            panel.grid(axis="x")
            panel.tick_params(axis="y", length=0)
            panel.spines["left"].set_visible(False)
        panels[0].set_yticks(range(len(subsets)), [subset.name for subset in subsets])
        panels[0].set_ylim(len(subsets) - 0.5, -0.5)
        return _svg(figure, title)


def curves_chart(epochs: Sequence[Epoch], title: str) -> Markup:
    """Draw accuracy and loss by epoch, training and validation; the best epoch is marked."""
    with mpl.rc_context(_STYLE):
        figure = Canvas(figsize=(7.2, 2.5), layout="constrained")
        for panel, name in zip(figure.subplots(1, 2), ("accuracy", "loss"), strict=True):
            for index, (key, label) in enumerate(
                ((name, "training"), (f"val_{name}", "validation"))
            ):
                drawn = [(each.epoch, getattr(each, key)) for each in epochs]
                drawn = [(epoch, value) for epoch, value in drawn if value is not None]
                if drawn:
                    panel.plot(
                        *zip(*drawn, strict=True),
                        color=_colour(index),
                        linestyle=DASHES[index],
                        marker=MARKERS[index],
                        markersize=3.5,
                        label=label,
                    )
            panel.set(xlabel="epoch", ylabel=name)
            panel.grid(axis="y")
            panel.xaxis.get_major_locator().set_params(integer=True)
            if panel.lines:
                panel.legend()
        return _svg(figure, title)


def _square() -> tuple[Canvas, Axes]:
    figure = Canvas(figsize=(3.5, 3.5), layout="constrained")
    axes = figure.add_subplot()
    axes.set_aspect("equal")
    axes.grid()
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
    return figure, axes


def _legend(axes: Axes, entries: int) -> None:
    if entries > 1:
        axes.legend(loc="lower right", handlelength=2.2, borderaxespad=0.2)


def _colour(index: int) -> str:
    return COLOURS[index % (len(COLOURS) - 1)]


def _svg(figure: Canvas, title: str) -> Markup:
    """Return the drawing as an element of a page: no declaration, no ids but those it needs.

    Identifiers that nothing refers to are dropped, because several drawings share a page; the
    others are hashes of what they name, so that equal ones are equal.
    """
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"\s*<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(
        r"\s*<defs>\s*<style.*?</defs>", "", text, flags=re.DOTALL
    )  # it would rule the page
    referred = set(re.findall(r"#([\w-]+)", text))
    text = re.sub(r' id="([^"]*)"', lambda found: found[0] if found[1] in referred else "", text)
    head, body = text.split(">", 1)
    head = re.sub(r' (?:width|height)="[^"]*pt"', "", head)
    width = figure.get_size_inches()[0]
    name = escape(title, quote=True)
    return Markup(  # noqa: S704 - matplotlib escapes what it draws, the title is escaped here
        f'{head} role="img" aria-label="{name}" style="width:{width:.2f}in">'
        f"<title>{name}</title>{body}"
    )
