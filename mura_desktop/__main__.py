"""``python -m mura_desktop``."""

from __future__ import annotations

from mura_desktop.cli import main

if __name__ == "__main__":
    main()
