"""A model's card in words, for people."""

from __future__ import annotations

from mura_desktop.inference.card import Card


def describe(card: Card, *, measured: bool = True) -> tuple[tuple[str, str], ...]:
    """Put a model's card into headings and plain text.

    Parameters
    ----------
    card
        The card.
    measured
        Whether the figures are put into words; the window has a table for them.
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
    if card.eight_bit is not None:
        fast = card.eight_bit
        metrics += (
            f"\nIn 8 bits, for processors fast at them: AUROC {fast.auroc:.4f} beside "
            f"{fast.auroc_single:.4f} in single precision, scores at most "
            f"{fast.largest_difference:.3f} apart ({fast.measured_on}, {fast.n:,} views)."
        )
    training = card.training
    sections = (
        ("Model", f"{card.name}\nSHA-256 {card.weights.sha256}"),
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
    return tuple(section for section in sections if measured or section[0] != "Measured")
