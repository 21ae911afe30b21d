"""Weights of another library are read as arrays, and a pickle never gets to run anything."""

from __future__ import annotations

import io
import os
import pickle
import struct
import sys
from collections import OrderedDict
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from mura_desktop.errors import UsageError
from trainer.pytorch_file import read_pytorch_weights


class FloatStorage:
    """Stands for the class of that name; only its name reaches the file."""


def _rebuild_tensor_v2(*_: Any) -> None:
    """Stand for the function of that name; only its name reaches the file."""


class Tensor:
    """An array that pickles as a tensor would."""

    def __init__(self, key: str, array: npt.NDArray[np.float32]) -> None:
        self.key = key
        self.array = array

    def __reduce__(self) -> Any:
        stride = tuple(step // 4 for step in self.array.strides)
        layout: tuple[Any, ...] = (0, self.array.shape, stride, False, OrderedDict())
        return _rebuild_tensor_v2, (self, *layout)


class Writer(pickle.Pickler):
    """Writes the older layout: what lies in a storage is only named in the pickle."""

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file, protocol=2)
        self.seen: set[str] = set()

    def persistent_id(self, obj: Any) -> Any:
        if isinstance(obj, Tensor):
            if obj.key in self.seen:
                return "storage", FloatStorage, obj.key, "cpu", obj.array.size, None
            self.seen.add(obj.key)
        return None


def weights_file(path: Path, tensors: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a file as the other library would have done, without having it."""
    torch, utils = ModuleType("torch"), ModuleType("torch._utils")
    torch.FloatStorage = FloatStorage  # type: ignore[attr-defined]
    utils._rebuild_tensor_v2 = _rebuild_tensor_v2  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "torch", torch)
    monkeypatch.setitem(sys.modules, "torch._utils", utils)
    monkeypatch.setattr(FloatStorage, "__module__", "torch")
    monkeypatch.setattr(_rebuild_tensor_v2, "__module__", "torch._utils")
    file = io.BytesIO()
    for head in (0x1950A86A20F9469CFC6C, 1001, {"little_endian": True}):
        pickle.dump(head, file, protocol=2)
    Writer(file).dump(OrderedDict(tensors))
    kept = [each for each in tensors.values() if isinstance(each, Tensor)]
    pickle.dump([each.key for each in kept], file, protocol=2)
    for each in kept:
        flat = each.array.ravel(order="K").astype("<f4")
        file.write(struct.pack("<q", flat.size) + flat.tobytes())
    path.write_bytes(file.getvalue())
    return path


def test_arrays_come_back_with_shape_order_and_values(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = np.random.default_rng(3)
    kernel = random.normal(size=(4, 3, 2)).astype(np.float32)
    turned = np.asfortranarray(random.normal(size=(5, 2)).astype(np.float32))
    tensors = {"kernel": Tensor("11", kernel), "turned": Tensor("22", turned)}
    found = read_pytorch_weights(weights_file(tmp_path / "w.pth", tensors, monkeypatch))
    assert list(found) == ["kernel", "turned"]
    assert np.array_equal(found["kernel"], kernel)
    assert np.array_equal(found["turned"], turned)
    assert found["turned"].flags.c_contiguous


def test_a_pickle_that_asks_for_more_than_tensors_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Hostile:
        def __reduce__(self) -> Any:
            return os.mkdir, (str(tmp_path / "made"),)

    file = weights_file(tmp_path / "w.pth", {"kernel": Hostile()}, monkeypatch)
    with pytest.raises(UsageError, match="no need of"):
        read_pytorch_weights(file)
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("kept", [0, 20, 200, -4])
def test_a_file_that_ends_early_is_named(
    kept: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    array = np.ones((30, 30), np.float32)
    file = weights_file(tmp_path / "w.pth", {"kernel": Tensor("1", array)}, monkeypatch)
    file.write_bytes(file.read_bytes()[:kept])
    with pytest.raises(UsageError, match=r"w\.pth"):
        read_pytorch_weights(file)


def test_a_file_of_another_kind_is_named(tmp_path: Path) -> None:
    file = tmp_path / "w.pth"
    file.write_bytes(pickle.dumps(42, protocol=2))
    with pytest.raises(UsageError, match="older layout"):
        read_pytorch_weights(file)
