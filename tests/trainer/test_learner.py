"""A student learns from labels, from outlines and from a teacher, and from nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from tests.networks import tiny_network
from trainer.config import GREY_IMAGENET, Recipe, Stage
from trainer.learner import Learner, Teacher, model_input

STAGE = Stage("tiny", size=32, epochs=1, learning_rate=1e-2, trainable_from=0)
RECIPE = Recipe(name="tiny", stages=(STAGE,), batch=4, teacher="lite0", teacher_size=64)
TAPS = ("features",)


def batch() -> tuple[Any, dict[str, Any]]:
    random = np.random.default_rng(7)
    outline = np.zeros((4, 64, 64), np.float32)
    outline[:2, 20:40, 8:30] = 1
    label = np.array([[1], [1], [0], [0]], np.float32)
    canvas = random.uniform(0, 1, (4, 64, 64)).astype(np.float32)
    truth = {"unspoilt": canvas, "label": label, "target": label, "outline": outline}
    return tf.constant(canvas), {name: tf.constant(values) for name, values in truth.items()}


def learner(teacher: Teacher | None, **changes: Any) -> Learner:
    made = Learner(tiny_network(), replace(RECIPE, **changes), 32, TAPS, teacher)
    made.compile(optimizer=keras.optimizers.Adam(1e-2), jit_compile=False)
    made.build((None, 32, 32, 3))
    return made


def a_teacher() -> Teacher:
    return Teacher(tiny_network(seed=2, size=64), TAPS, 64, GREY_IMAGENET)


def test_a_student_comes_to_see_what_its_teacher_sees() -> None:
    teacher = a_teacher()
    before = [np.array(weight) for weight in teacher.network.weights]
    student = learner(teacher)
    losses = [float(student.train_step(batch())["imitation_loss"]) for _ in range(2)]
    for _ in range(60):
        student.train_step(batch())
    student.reset_metrics()
    assert float(student.train_step(batch())["imitation_loss"]) < 0.8 * losses[0]
    for one, two in zip(before, teacher.network.weights, strict=True):
        assert np.array_equal(one, np.array(two))


def test_the_teacher_is_no_part_of_what_is_trained_or_kept() -> None:
    teacher = a_teacher()
    taught = {id(weight) for weight in learner(teacher).trainable_variables}
    assert taught.isdisjoint({id(weight) for weight in teacher.network.weights})
    assert len(learner(teacher).network.weights) == len(tiny_network().weights)


def test_the_teachers_opinion_replaces_a_share_of_the_label() -> None:
    """A share of 1 makes the label irrelevant, a share of 0 the teacher."""
    canvas, truth = batch()
    other = {**truth, "target": 1 - truth["target"]}
    for share, label_counts in ((1.0, False), (0.0, True)):
        one = learner(a_teacher(), teacher_share=share).train_step((canvas, truth))
        two = learner(a_teacher(), teacher_share=share).train_step((canvas, other))
        assert (float(one["loss"]) != float(two["loss"])) == label_counts


def test_the_teacher_does_not_see_what_spoilt_the_image() -> None:
    canvas, truth = batch()
    pale = 0.5 * canvas + 0.25
    lessons = []
    for seen, unspoilt in ((canvas, canvas), (pale, canvas), (pale, pale)):
        student = learner(a_teacher(), imitation_factor=0.0, teacher_share=1.0)
        student.network.set_weights([0 * weight for weight in student.network.get_weights()])
        logs = student.train_step((seen, {**truth, "unspoilt": unspoilt}))
        lessons.append(float(logs["imitation_loss"]))
    assert lessons[0] == lessons[1] != lessons[2]


def outline_loss(label: int, *inside: tuple[int, int]) -> float:
    """The loss of a map that is at first even, on one outlined pixel of a 20 pixel canvas."""
    student = learner(None)
    outline = np.zeros((1, 20, 20), np.float32)
    for pixel in inside:
        outline[0][pixel] = 1
    features = tf.zeros((1, 6, 6, student.network.get_layer("logit").kernel.shape[0]))
    truth = tf.constant([[float(label)]])
    return float(student._outline_loss(tf.constant(outline), truth, features))


def test_every_pixel_of_an_outline_lies_in_a_cell_of_the_map() -> None:
    """20 pixels make no whole cells of 6: those at the far edges count like all others."""
    middle = outline_loss(1, (10, 10))
    assert middle > outline_loss(0)
    for pixel in ((0, 0), (19, 19), (0, 19), (19, 0)):
        assert outline_loss(1, pixel) == pytest.approx(middle)


def test_a_fracture_that_nobody_outlined_teaches_no_empty_map() -> None:
    assert outline_loss(1) == 0
    assert outline_loss(0) > 0


@pytest.mark.parametrize("size", [32, 64])
def test_the_network_sees_canvases_as_the_program_normalises_them(size: int) -> None:
    canvas = tf.fill((1, 64, 64), 0.7)
    made = np.asarray(model_input(canvas, size, GREY_IMAGENET))
    assert made.shape == (1, size, size, 3)
    assert made == pytest.approx((0.7 - 0.449) / 0.226, abs=1e-5)
