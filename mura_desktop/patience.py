"""Waiting for a disk: what it refuses for now is tried again, and the job goes on where it was."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import CancelledError
from typing import TypeVar

from mura_desktop.errors import StoreUnavailableError
from mura_desktop.events import Event, Kept, NotKept

log = logging.getLogger(__name__)

RETRY_S = 2.0

_T = TypeVar("_T")


def patiently(
    act: Callable[[], _T], cancelled: threading.Event, patience_s: float | None
) -> Generator[Event, None, _T]:
    """Do something with the store, as often as it takes.

    Parameters
    ----------
    act
        Reads or writes as a whole or not at all.
    cancelled
        Ends the waiting.
    patience_s
        Seconds until the error is passed on; None waits until `cancelled`.

    Yields
    ------
    Event
        `NotKept` when the store refuses, and `Kept` once it does not any more.

    Returns
    -------
    object
        What `act` returned.

    Raises
    ------
    CancelledError
        Where the job was cancelled while the store refused.
    StoreError
        Where waiting does not help, or not within `patience_s`.
    """
    told: str | None = None
    began = time.monotonic()
    while True:
        try:
            done = act()
        except StoreUnavailableError as error:
            if patience_s is not None and time.monotonic() - began >= patience_s:
                raise
            if str(error) != told:
                told = str(error)
                log.warning("waiting for the store: %s", _kind(error))
                yield NotKept(told)
            if cancelled.wait(RETRY_S):
                raise CancelledError from error
        else:
            if told is not None:
                yield Kept()
            return done


def _kind(error: StoreUnavailableError) -> str:
    """Name the cause without its text, which may hold paths."""
    return type(error.__cause__ or error).__name__
