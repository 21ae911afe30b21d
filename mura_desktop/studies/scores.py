"""How a score is written, wherever people read it."""

from __future__ import annotations


def percent(score: float) -> str:
    """Write a score as whole percent, but never round up to certainty or down to nothing."""
    whole = round(score * 100)
    if whole >= 100 and score < 1:
        return "> 99 %"
    if whole == 0 and score > 0:
        return "< 1 %"
    return f"{whole} %"
