"""The edge view: what it raises, what it leaves alone, and who never sees it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mura_desktop.imaging.dicom import read_dicom
from mura_desktop.imaging.edges import enhance_edges
from mura_desktop.imaging.grey import FloatImage


def cortex(step: float = 10.0, noise: float = 0.0) -> FloatImage:
    """Return a bone with a thin brighter line in it, and grain."""
    pixels = np.full((256, 256), 100, np.float32)
    pixels[:, 96:160] = 140
    pixels[:, 127:129] += step
    grain = np.random.default_rng(4).normal(0, noise, pixels.shape) if noise else 0
    return (pixels + grain).astype(np.float32)


def test_strength_0_is_the_image_itself() -> None:
    pixels = cortex(noise=3)
    same = enhance_edges(pixels, 0, 255, 0)
    assert np.array_equal(same, pixels)
    assert same is not pixels


def test_a_faint_line_stands_out_more_the_stronger_it_is_set() -> None:
    pixels = cortex()
    contrasts = [
        float(out[128, 127] - out[128, 110])
        for out in (enhance_edges(pixels, 0, 255, strength) for strength in (0, 0.3, 0.6, 1))
    ]
    assert contrasts == sorted(contrasts)
    assert contrasts[-1] > 1.5 * contrasts[0]


def test_a_faint_line_gains_more_than_a_metal_edge() -> None:
    def gain(step: float) -> float:
        pixels = cortex(step, noise=1)
        added = enhance_edges(pixels, 0, 255, 1) - pixels
        return float(added[:, 127:129].mean() - added[:, 108:112].mean()) / step

    assert gain(12) > 1.3 * gain(200) > 0


def test_grain_is_raised_less_than_a_line_of_three_times_its_size() -> None:
    pixels = cortex(step=12, noise=4)
    raised = enhance_edges(pixels, 0, 255, 1)
    grain = float(raised[:, :80].std() / pixels[:, :80].std())
    line = (raised - pixels)[:, 127:129].mean() / 12 + 1
    assert line > grain


def test_brightness_at_large_stays() -> None:
    pixels = cortex(noise=2)
    raised = enhance_edges(pixels, 0, 255, 0.7)
    assert float(raised.mean()) == pytest.approx(float(pixels.mean()), abs=1.0)


@given(
    scale=st.sampled_from([1e-3, 1.0, 16.0, 4096.0]),
    shift=st.floats(-2000, 2000),
    strength=st.floats(0.05, 1),
)
def test_the_units_of_the_pixels_do_not_matter(scale: float, shift: float, strength: float) -> None:
    pixels = cortex(noise=2)[:64, 90:150]
    plain = enhance_edges(pixels, 0, 255, strength)
    other = enhance_edges(
        (pixels * scale + shift * scale).astype(np.float32),
        shift * scale,
        (255 + shift) * scale,
        strength,
    )
    assert np.allclose(other / scale - shift, plain, atol=1.5)


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (3, 5), (64, 7), (301, 299)])
def test_every_shape_keeps_its_shape_and_gives_numbers(shape: tuple[int, int]) -> None:
    pixels = np.random.default_rng(1).uniform(0, 255, shape).astype(np.float32)
    raised = enhance_edges(pixels, 0, 255, 1)
    assert raised.shape == shape
    assert raised.dtype == np.float32
    assert np.isfinite(raised).all()


def test_an_image_of_one_grey_stays_as_it_is() -> None:
    flat = np.full((80, 60), 7, np.float32)
    assert np.allclose(enhance_edges(flat, 0, 10, 1), flat, atol=1e-4)


@pytest.mark.parametrize(("low", "high", "strength"), [(0, 255, 1.1), (0, 255, -0.1), (5, 5, 0.5)])
def test_settings_that_make_no_sense_are_refused(low: float, high: float, strength: float) -> None:
    with pytest.raises(ValueError, match=r"strength|range"):
        enhance_edges(cortex(), low, high, strength)


def test_a_real_ankle_gains_detail_and_keeps_its_exposure(rg3: Path) -> None:
    image = read_dicom(rg3)
    raised = enhance_edges(image.pixels, image.low, image.high, 0.5)
    detail = [float(np.abs(np.diff(part, axis=1)).mean()) for part in (image.pixels, raised)]
    assert detail[1] > 1.3 * detail[0]
    assert float(raised.mean()) == pytest.approx(float(image.pixels.mean()), abs=10)


def test_the_model_never_sees_the_edge_view() -> None:
    root = Path(__file__).parents[2]
    users = [
        str(file.relative_to(root))
        for folder in ("mura_desktop", "trainer")
        for file in (root / folder).rglob("*.py")
        if "imaging.edges" in file.read_text()
    ]
    assert all(user.startswith("mura_desktop/ui/") for user in users)
