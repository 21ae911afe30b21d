"""Answers that come after the dialog that asked for them was closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

from PySide6.QtCore import QObject
from shiboken6 import isValid

_P = ParamSpec("_P")


def while_open(owner: QObject, act: Callable[_P, object]) -> Callable[_P, None]:
    """Return a function that does something as long as Qt has not deleted an object."""

    def maybe(*args: _P.args, **kwargs: _P.kwargs) -> None:
        if isValid(owner):
            act(*args, **kwargs)

    return maybe
