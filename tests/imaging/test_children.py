"""How the process begins that decoding children are copies of."""

from __future__ import annotations

import logging
import sys

import pytest

from mura_desktop.imaging.children import start_early


@pytest.mark.skipif(sys.platform != "linux", reason="children are copies on Linux only")
def test_a_system_without_room_for_processes_does_not_keep_the_window_from_coming(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from multiprocessing import forkserver

    def refuse() -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(forkserver, "ensure_running", refuse)
    with caplog.at_level(logging.WARNING):
        start_early()
    assert "cannot be started: Resource temporarily unavailable" in caplog.text
