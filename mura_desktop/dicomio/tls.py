"""Encrypted associations: both sides show a certificate (PS3.15, B.12, BCP 195 profile)."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path

from mura_desktop.errors import UsageError


@dataclass(frozen=True, slots=True)
class Credentials:
    """PEM files.

    Attributes
    ----------
    certificate, key
        This program's own.
    authority
        Certificates of those who sign the peers' certificates.
    """

    certificate: Path
    key: Path
    authority: Path

    def for_listening(self) -> ssl.SSLContext:
        """Return the context of the side that is called; a caller must show a certificate."""
        context = self._context(ssl.PROTOCOL_TLS_SERVER)
        context.verify_mode = ssl.CERT_REQUIRED
        return context

    def for_calling(self) -> ssl.SSLContext:
        """Return the context of the side that calls; the name in the certificate is checked."""
        return self._context(ssl.PROTOCOL_TLS_CLIENT)

    def _context(self, protocol: int) -> ssl.SSLContext:
        context = ssl.SSLContext(protocol)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        try:
            context.load_cert_chain(self.certificate, self.key)
            context.load_verify_locations(self.authority)
        except (OSError, ssl.SSLError) as error:
            raise UsageError(
                f"The certificates for encrypted associations cannot be used: {self.certificate}, "
                f"{self.key} and {self.authority} must be PEM files that belong together."
            ) from error
        return context


def credentials(
    certificate: Path | None, key: Path | None, authority: Path | None
) -> Credentials | None:
    """Return the credentials of the settings; None where none are set.

    Raises
    ------
    UsageError
        Where some are set and others are not: then nobody knows whether to encrypt.
    """
    if certificate is None and key is None and authority is None:
        return None
    if certificate is None or key is None or authority is None:
        raise UsageError("Set all of tls_certificate, tls_key and tls_authority, or none.")
    return Credentials(certificate, key, authority)
