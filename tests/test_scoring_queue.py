"""Studies are scored in their order, but the one that somebody waits for comes next."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

from mura_desktop.imaging.decoder import Canvas
from mura_desktop.scoring_queue import VIEWS_AHEAD, Canvases, ScoringQueue
from mura_desktop.studies.model import FileFormat, FileVersion, Study, View


def study(uid: str, views: int = 1) -> Study:
    version = FileVersion(1, 1)
    return Study(
        uid,
        uid,
        "wrist",
        tuple(
            View(f"{uid}{number}", Path(f"/{uid}{number}"), FileFormat.RASTER, version)
            for number in range(views)
        ),
    )


class Darkroom:
    """Notes what is asked for; nothing is ever done."""

    def __init__(self) -> None:
        self.asked: dict[str, Canvases] = {}

    def decode(self, one: Study) -> Canvases:
        futures: Canvases = {view.uid: Future[Canvas]() for view in one.views}
        self.asked[one.uid] = futures
        return futures


def test_without_anybody_waiting_the_order_stays() -> None:
    queue = ScoringQueue([study(uid) for uid in "ABC"], Darkroom().decode, lambda: "")
    assert [one.uid for one, _ in queue] == ["A", "B", "C"]


def test_the_study_in_view_comes_next_and_only_once() -> None:
    wanted = ["", "D", "D", "gone", "A"]
    queue = ScoringQueue([study(uid) for uid in "ABCDE"], Darkroom().decode, lambda: wanted.pop(0))
    assert [one.uid for one, _ in queue] == ["A", "D", "B", "C", "E"]


def test_each_study_is_decoded_once_and_not_too_far_ahead() -> None:
    room = Darkroom()
    queue = iter(ScoringQueue([study(f"{n}", 4) for n in range(9)], room.decode, lambda: ""))
    next(queue)
    second, canvases = next(queue)
    assert canvases is room.asked[second.uid]
    assert list(room.asked) == ["0", "1", "2", "3"]
    assert sum(map(len, room.asked.values())) <= 2 * 4 + VIEWS_AHEAD + 3
    next(queue)
    assert list(room.asked) == ["0", "1", "2", "3", "4"]


def test_nothing_is_decoded_beside_the_first_study() -> None:
    room = Darkroom()
    next(turns := iter(ScoringQueue([study(uid) for uid in "ABC"], room.decode, lambda: "")))
    assert list(room.asked) == ["A"]
    next(turns)
    assert list(room.asked) == ["A", "B", "C"]


def test_who_stops_early_leaves_nothing_waiting() -> None:
    room = Darkroom()
    queue = iter(ScoringQueue([study(uid) for uid in "ABC"], room.decode, lambda: ""))
    next(queue)
    next(queue)
    queue.close()
    asked = (room.asked[uid] for uid in "BC")  # the first one's turn is over
    assert all(future.cancelled() for canvases in asked for future in canvases.values())


def test_a_backlog_is_a_decoded_study_with_another_one_behind_it() -> None:
    room = Darkroom()
    queue = ScoringQueue([study(uid, 2) for uid in "ABC"], room.decode, lambda: "")
    turns = iter(queue)
    next(turns)
    _, canvases = next(turns)
    assert not queue.is_backlog(canvases)
    decode_all(room.asked["B"])
    assert not queue.is_backlog(canvases), "nothing else is there yet"
    room.asked["C"]["C0"].set_exception(OSError())
    assert not queue.is_backlog(canvases), "half of the next one"
    room.asked["C"]["C1"].set_exception(OSError())
    assert queue.is_backlog(canvases)


def decode_all(canvases: Canvases) -> None:
    for canvas in canvases.values():
        canvas.set_exception(OSError("it is enough that something is there"))
