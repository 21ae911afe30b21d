"""The demonstration worklist: phantoms drawn here, and two films of the package pydicom-data."""

from mura_desktop.demo.worklist import demo_folder

__all__ = ["demo_folder"]
