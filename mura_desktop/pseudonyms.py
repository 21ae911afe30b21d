"""Names for patients and studies where their own must not appear: logs and the audit log.

A pseudonym is an HMAC-SHA256 (RFC 2104) under a key that never leaves the data folder. A plain hash
would not do: whoever has the log could hash every possible PatientID and compare. Once the key is
removed, nobody can lead a pseudonym back to a patient.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import secrets
from pathlib import Path

from mura_desktop import paths
from mura_desktop.files import write_whole

KEY_BYTES = 32
HEX_DIGITS = 16
"""64 bits: a clinic's million studies collide with a chance of about 3 in 100 million."""


class Pseudonyms:
    """Pseudonyms under one key.

    Parameters
    ----------
    key
        `KEY_BYTES` random bytes.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def kept_in(cls, path: Path) -> Pseudonyms:
        """Read the key from a file, or make file and key.

        Two processes must not do this at once for the first time; the store's lock sees to that.

        Raises
        ------
        OSError
            Where the file cannot be read or written.
        """
        try:
            key = path.read_bytes()
        except FileNotFoundError:
            key = b""
        if len(key) != KEY_BYTES:
            key = secrets.token_bytes(KEY_BYTES)
            write_whole(path, key)
        return cls(key)

    def of(self, identity: str) -> str:
        """Return the pseudonym of a UID or another identity: `HEX_DIGITS` hexadecimal digits."""
        text = identity.encode("utf-8", "surrogatepass")
        return hmac.new(self._key, text, hashlib.sha256).hexdigest()[:HEX_DIGITS]


def pseudonym(identity: str) -> str:
    """Return how logs call a study, view or patient; the audit log says the same."""
    return _of_file(paths.pseudonym_key()).of(identity)


@functools.lru_cache(maxsize=8)
def _of_file(path: Path) -> Pseudonyms:
    try:
        return Pseudonyms.kept_in(path)
    except OSError:  # a log must go on where the disk does not: good for this process only
        return Pseudonyms(secrets.token_bytes(KEY_BYTES))
