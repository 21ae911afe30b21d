"""How the real program comes up behind a window: in order, and once for all tries."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from concurrent.futures import Future
from pathlib import Path

import pytest

from mura_desktop.behind import Behind
from mura_desktop.errors import StoreUnavailableError
from mura_desktop.groundwork import Groundwork
from mura_desktop.paths import DATA_VARIABLE
from mura_desktop.settings import Settings
from mura_desktop.store.repository import Store
from mura_desktop.ui.backend import Backend
from tests.dicomio.peers import free_port

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))


def test_the_worker_begins_while_the_rest_is_still_being_loaded() -> None:
    behind = Behind()
    made = threading.Event()

    def work() -> None:
        behind.make().close()
        made.set()

    worker = threading.Thread(target=work)
    behind.load(then=worker.start)
    worker.join(timeout=60)
    assert made.is_set()


def test_what_few_need_is_left_for_later_where_nothing_asks_for_it() -> None:
    behind = Behind()
    opened = made_while_loading(behind)
    assert not behind._all_loaded.is_set()

    while behind.load_next():
        assert not behind._all_loaded.is_set()

    assert behind._all_loaded.is_set()
    opened.close()


def test_what_the_network_needs_is_not_left_for_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MURA_DESKTOP_LISTENS", "true")
    monkeypatch.setenv("MURA_DESKTOP_PORT", str(free_port()))
    behind = Behind()

    opened = made_while_loading(behind)

    assert behind._all_loaded.is_set()
    opened.close()


def test_what_an_engine_asks_for_is_not_left_for_later() -> None:
    behind = Behind()
    behind._groundwork = Groundwork(Settings())
    asking = threading.Thread(target=behind._wait_for_all)

    def begin() -> None:
        asking.start()
        behind._all_wanted.wait()

    behind.load(then=begin)

    asking.join(20)
    assert not asking.is_alive()
    behind.close()


def test_a_window_that_is_closed_early_waits_for_no_engine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The engine waits for the main thread, which closes the window."""
    behind = Behind()
    asking = threading.Thread(target=behind._wait_for_all)
    asking.start()
    while not behind._all_wanted.is_set():
        asking.join(0.01)

    behind.close()

    asking.join(20)
    assert not asking.is_alive()


def test_a_model_that_is_damaged_says_so_when_the_backend_is_made(tmp_path: Path) -> None:
    behind = Behind(tmp_path / "none")
    backend = made_while_loading(behind)
    assert backend.model_problem is not None and str(tmp_path / "none") in backend.model_problem
    backend.close()


def made_while_loading(behind: Behind) -> Backend:
    """Make the backend as the window does, on another thread while the main one loads."""
    made: Future[Backend] = Future()

    def work() -> None:
        made.set_result(behind.make())

    def begin() -> None:
        worker.start()
        while behind._groundwork is None:
            worker.join(0.01)

    worker = threading.Thread(target=work)
    behind.load(then=begin)
    return made.result(timeout=60)


def test_the_collector_of_cycles_works_again_once_all_is_loaded() -> None:
    gc.disable()
    try:
        Behind().load(then=lambda: None)
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0
    finally:
        gc.enable()
        gc.unfreeze()


def test_a_second_try_after_the_disk_refused_takes_what_was_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    behind = Behind()
    behind.load(then=lambda: None)
    with monkeypatch.context() as refused:
        refused.setattr(Store, "__init__", _refuse)
        with pytest.raises(StoreUnavailableError):
            behind.make()
    started = behind._groundwork
    backend = behind.make()
    assert started is not None and backend.decoder is started.decoder
    backend.close()
    behind.close()


def _refuse(*_: object) -> None:
    raise StoreUnavailableError("the disk is not there")


def test_native_libraries_are_loaded_on_the_main_thread(tmp_path: Path) -> None:
    """Loaded first by another thread, they crash frozen programs."""
    code = (
        "import sys, threading\n"
        "from mura_desktop.behind import Behind\n"
        "def native():\n"
        "    files = [str(getattr(m, '__file__', '')) for m in list(sys.modules.values())]\n"
        "    return {file for file in files if file.endswith(('.so', '.pyd'))}\n"
        "def work(behind):\n"
        "    behind.make().close()\n"
        "    import mura_desktop.results, mura_desktop.polling, mura_desktop.demo.worklist\n"
        "if __name__ == '__main__':\n"
        "    behind = Behind()\n"
        "    behind.load(then=lambda: None)\n"
        "    before = native()\n"
        "    worker = threading.Thread(target=work, args=(behind,))\n"
        "    worker.start()\n"
        "    worker.join()\n"
        "    print('codecs' if any('gdcm' in file for file in before) else 'no codecs')\n"
        "    for file in native() - before: print(file)\n"
    )
    script = tmp_path / "start.py"
    script.write_text(code)
    done = subprocess.run(
        [sys.executable, str(script)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    first, *late = done.stdout.splitlines()
    assert first == "codecs"
    assert [file for file in late if "site-packages" in file] == []


def test_nothing_of_the_network_is_loaded_where_the_settings_ask_for_none(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from mura_desktop.behind import Behind\n"
        "if __name__ == '__main__':\n"
        "    behind = Behind()\n"
        "    behind.load(then=lambda: None)\n"
        "    behind.make().close()\n"
        "    print('pynetdicom' in sys.modules)\n"
    )
    script = tmp_path / "start.py"
    script.write_text(code)
    done = subprocess.run(
        [sys.executable, str(script)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False"]
