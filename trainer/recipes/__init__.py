"""The recipes of the trainer, one subject a module; read there what a run does."""

from trainer.recipes.benchmark import CORRECTED, REPORTED
from trainer.recipes.classification import Classification
from trainer.recipes.mura import MURA

CLASSIFICATIONS: dict[str, Classification] = {
    recipe.name: recipe for recipe in (REPORTED, CORRECTED, MURA)
}
"""Recipes that learn from the labels of images alone."""

__all__ = ["CLASSIFICATIONS", "CORRECTED", "MURA", "REPORTED", "Classification"]
