"""Data sets on disk to one table of images: path, study, patient, part, label, split, outlines."""

from trainer.datasets.folder import folder_dataset
from trainer.datasets.fracatlas import fracatlas_dataset
from trainer.datasets.layouts import read_dataset
from trainer.datasets.mura import mura_dataset
from trainer.datasets.outlines import outline_mask
from trainer.datasets.table import SPLITS, Dataset, LabelledImage, Polygon, Split

__all__ = [
    "SPLITS",
    "Dataset",
    "LabelledImage",
    "Polygon",
    "Split",
    "folder_dataset",
    "fracatlas_dataset",
    "mura_dataset",
    "outline_mask",
    "read_dataset",
]
