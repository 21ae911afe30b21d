"""Predictions and runs, made up, for tests of what is computed from them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from trainer.heat import Heat
from trainer.predictions import Prediction, write_predictions
from trainer.recipes.benchmark import REPORTED
from trainer.runs import Host, Record, begin_run

PARTS = ("elbow", "hand", "wrist")


def predictions(
    studies: int = 60,
    *,
    seed: int = 3,
    parts: Sequence[str] = PARTS,
    label: int | None = None,
    heat: bool = False,
    views: int = 3,
) -> list[Prediction]:
    """Make up images: up to `views` a study, two studies a patient, every eighth with hardware."""
    random = np.random.default_rng(seed)
    images = []
    for study in range(studies):
        truth = int(random.random() < 0.45) if label is None else label
        part = parts[int(random.integers(len(parts)))]
        hardware = study % 8 == 0
        for view in range(int(random.integers(1, views + 1))):
            logit = random.normal(1.6 * truth - 0.8, 1)
            images.append(
                Prediction(
                    path=f"{part}/{study}/{view}.png",
                    study=f"study{study}",
                    patient=f"patient{study // 2}",
                    body_part=part,
                    label=truth,
                    split="val",
                    hardware=hardware,
                    probability=float(1 / (1 + np.exp(-logit))),
                    heat=Heat(float(view % 2), 1.0, 0.25, 0.01) if heat and truth else None,
                )
            )
    return images


def make_run(run: Path, members: Sequence[str] = ("ResNet50", "DenseNet169")) -> Path:
    """Write a run as the benchmark leaves it."""
    run.mkdir(parents=True)
    record = Record(
        recipe=REPORTED.name,
        code_version="0.1.0, commit 0123456789ab",
        data_name="mura",
        data_digest="ab" * 32,
        weights={"ResNet50": "none"},
        limit=100,
        host=Host(2, (), "float32", "one device"),
        tensorflow="2.21.0",
        keras="3.15.1",
        began="2026-11-23T10:00:00+00:00",
    )
    begin_run(run, REPORTED, record)
    for index, member in enumerate(members):
        folder = run / member
        folder.mkdir()
        write_predictions(predictions(seed=index), folder / "predictions.csv")
        lines = ["epoch,seconds,accuracy,loss,val_accuracy,val_loss"]
        lines += [f"{epoch},9.5,0.{5 + epoch},0.7,0.{epoch * 3 % 7 + 2},0.6" for epoch in (1, 2, 3)]
        (folder / "history.csv").write_text("\n".join(lines) + "\n")
    return run
