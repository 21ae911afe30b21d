"""``python -m mura_desktop``."""

from __future__ import annotations

if __name__ == "__main__":  # decoding children import this module again, and need none of the rest
    from mura_desktop.cli import main

    main()
