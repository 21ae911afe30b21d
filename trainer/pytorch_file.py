"""Reads a PyTorch weights file into NumPy arrays, without PyTorch and without running its pickle.

The file is of the layout from before PyTorch 1.6: three short pickles (magic number, protocol,
machine), the pickled dictionary of tensors, the pickled order of their storages, then every
storage as an int64 count and its raw little-endian values.
"""

from __future__ import annotations

import pickle  # only through the allow list below
from collections import OrderedDict
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np
import numpy.typing as npt

from mura_desktop.errors import UsageError

_MAGIC = 0x1950A86A20F9469CFC6C
_STORAGES = {"FloatStorage": np.dtype("<f4"), "LongStorage": np.dtype("<i8")}


class _Slice(NamedTuple):
    """A tensor, before its storage has been read."""

    storage: str
    dtype: np.dtype[Any]
    offset: int
    shape: tuple[int, ...]
    stride: tuple[int, ...]


def _rebuild(storage: tuple[str, np.dtype[Any]], offset: int, *layout: Any) -> _Slice:
    key, dtype = storage
    shape, stride, *_ = layout
    return _Slice(key, dtype, offset, tuple(shape), tuple(stride))


class _TensorsOnly(pickle.Unpickler):
    """Knows dictionaries and tensors; whatever else a pickle asks for is refused."""

    def find_class(self, module: str, name: str) -> Any:
        """Return one of the few names that a dictionary of tensors needs."""
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _rebuild
        if module == "torch" and name in _STORAGES:
            return _STORAGES[name]
        raise pickle.UnpicklingError(f"a weights file has no need of {module}.{name}")

    def persistent_load(self, pid: Any) -> tuple[str, np.dtype[Any]]:
        """Return key and dtype of the storage a tensor lies in."""
        kind, dtype, key, *_ = pid
        if kind != "storage" or not isinstance(dtype, np.dtype):
            raise pickle.UnpicklingError(f"unknown kind of storage: {kind!r}")
        return str(key), dtype


def read_pytorch_weights(path: Path) -> dict[str, npt.NDArray[Any]]:
    """Read every tensor of a weights file.

    Parameters
    ----------
    path
        A state dictionary, as PyTorch before 1.6 saved it.

    Returns
    -------
    dict
        Name to array (float32 or int64), in the order of the file.

    Raises
    ------
    UsageError
        Where the file is something else, ends early, or asks for more than tensors.
    """
    try:
        with path.open("rb") as file:
            if _TensorsOnly(file).load() != _MAGIC:
                raise UsageError(f"{path} is not a PyTorch weights file of the older layout")
            _TensorsOnly(file).load()
            _TensorsOnly(file).load()
            slices: dict[str, _Slice] = _TensorsOnly(file).load()
            order: list[str] = _TensorsOnly(file).load()
            dtypes = {each.storage: each.dtype for each in slices.values()}
            storages = {key: _storage(file, dtypes[key]) for key in order}
    except (pickle.UnpicklingError, EOFError, KeyError, ValueError) as error:
        raise UsageError(f"{path} cannot be read as PyTorch weights: {error}") from error
    return {name: _array(each, storages[each.storage]) for name, each in slices.items()}


def _storage(file: BinaryIO, dtype: np.dtype[Any]) -> npt.NDArray[Any]:
    count = int(np.frombuffer(file.read(8), "<i8")[0])
    content = file.read(count * dtype.itemsize)
    if len(content) != count * dtype.itemsize:
        raise EOFError("the file ends early")
    return np.frombuffer(content, dtype)


def _array(tensor: _Slice, storage: npt.NDArray[Any]) -> npt.NDArray[Any]:
    view = np.lib.stride_tricks.as_strided(
        storage[tensor.offset :],
        tensor.shape,
        [step * tensor.dtype.itemsize for step in tensor.stride],
        writeable=False,
    )
    return np.ascontiguousarray(view)
