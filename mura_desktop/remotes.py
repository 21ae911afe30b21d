"""Other systems on the network, as a site names them: an archive, a modality, a web server."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

AE_TITLE = r"^[!-\[\]-~]([ -\[\]-~]{0,14}[!-\[\]-~])?$"
"""1 to 16 printable ASCII characters without a backslash; spaces around are none (PS3.5, 6.2)."""


class Remote(BaseModel):
    """A node that is asked for studies, or sent results.

    Attributes
    ----------
    name
        What the site calls it.
    aet
        Its AE title; may be empty where it is only reached over the web.
    host, port
        Where its DIMSE service listens.
    tls
        Whether associations with it are encrypted, with this program's own certificate.
    calling_aet
        The title that this program gives itself there.
    url
        Base of its DICOMweb service, such as ``https://pacs/dicom-web``; None for DIMSE.
    token_file
        File whose first line is the bearer token for `url`, so that no secret stands in settings.
    roles
        What it is for: it is queried, results are sent to it, or both.
    moves
        Whether studies are fetched with C-MOVE to this program's own listener, where C-GET is
        not offered.
    connect_seconds, answer_seconds
        Longest wait for a connection, and for each answer.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=64)
    aet: str = Field(default="", pattern=rf"{AE_TITLE}|^$")
    host: str = ""
    port: int = Field(default=104, ge=1, le=65535)
    tls: bool = False
    calling_aet: str = Field(default="MURA", pattern=AE_TITLE)
    url: str | None = None
    token_file: Path | None = None
    roles: tuple[Literal["query", "send"], ...] = ("query", "send")
    moves: bool = False
    connect_seconds: float = Field(default=10.0, gt=0)
    answer_seconds: float = Field(default=30.0, gt=0)

    @field_validator("url")
    @classmethod
    def _is_address(cls, url: str | None) -> str | None:
        if url is None:
            return None
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must begin with http:// or https:// and name a host")
        if parts.username or parts.password:
            raise ValueError("must hold no password; put a token into token_file")
        return url.rstrip("/")

    @model_validator(mode="after")
    def _can_be_reached(self) -> Remote:
        if self.url is None and not (self.aet and self.host):
            raise ValueError("needs an aet and a host, or a url")
        return self
