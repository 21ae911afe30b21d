"""What a user or a site may set, typed; one TOML file, each entry also as environment variable."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta
from ipaddress import IPv4Address, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import parse_qs, urlsplit

from pydantic import Field, IPvAnyAddress, IPvAnyNetwork, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from mura_desktop import paths
from mura_desktop.errors import UsageError
from mura_desktop.remotes import AE_TITLE, Remote
from mura_desktop.studies.triage import Thresholds


class Settings(BaseSettings):
    """Settings with their defaults.

    Attributes
    ----------
    model
        Folder of the model bundle; None takes the bundled one.
    engine
        Runtime to prefer, such as ``"onnxruntime"``; None lets the program choose.
    precision
        ``"single"``, ``"8 bit"``, or ``"auto"`` for the faster one on this machine.
    threads
        Processor threads for scoring; None leaves it to the runtime.
    decoders
        Child processes that read headers, and decode ahead of scoring.
    decode_seconds
        Longest time one file may take to decode.
    patience_seconds
        How long a command waits for a disk that refuses. The window waits until it is closed.
    longest_wait_minutes
        A study that has waited longer rises to the top, whatever its score; 0 for no such cap.
    thresholds
        The site's own bands by body part, over those of the model's card.
    reader
        Name that reads are signed with; empty takes the account's.
    institution
        Printed on reports; may be empty.
    prepares_normal_reports
        Whether a draft is prepared for studies in the band "likely normal".
    opens_next
        Whether the next study opens by itself after one was signed.
    overlay_at_first
        Whether the overlay is on when a study is opened, or only once it is asked for.
    watched_folder
        What arrives there is read, scored and listed by itself; None for none.
    watch_polls
        Whether the watched folder is looked at again and again; None does so on network shares.
    remembers_recent_folders
        Whether the names of opened folders are kept; they may hold names of patients.
    language
        Of the window, such as ``"de"``; None takes the system's.
    aet, port, listen_address
        Under which name and where this program receives studies from the network.
    listens
        Whether the window receives; ``mura-desktop receive`` does in any case.
    allowed_callers
        AE titles that may send; those of `remotes` may too, and nobody else.
    allowed_addresses
        Networks that may connect, such as ``"10.1.0.0/16"``; at first this machine only.
    tls_certificate, tls_key, tls_authority
        PEM files: this program's own certificate and key, and who signs those of its peers. With
        them the listener takes encrypted associations only, of peers with a certificate.
    incoming_folder
        Where received studies are kept; None takes a folder beside the store.
    quiet_seconds
        A study is scored once nothing of it has arrived for so long.
    poll_minutes
        How often new radiographs of extremities are looked for and fetched; None for never.
    remotes
        Systems that are queried, or sent results.
    gives_back
        What goes back to `gives_back_to` by itself after scoring and signing.
    gives_back_to
        Name of one of `remotes`; None for nothing by itself.
    database
        Address of a PostgreSQL database that several workstations share, such as
        ``"postgresql://USER@HOST/mura"``; its password stands in a password file. None keeps
        results in the data folder.
    """

    model_config = SettingsConfigDict(env_prefix="MURA_DESKTOP_", extra="ignore", frozen=True)

    model: Path | None = None
    engine: str | None = None
    precision: Literal["auto", "single", "8 bit"] = "auto"
    threads: int | None = Field(default=None, ge=1)
    decoders: int = Field(default=2, ge=1, le=32)
    decode_seconds: float = Field(default=60.0, gt=0)
    patience_seconds: float = Field(default=60.0, ge=0)
    longest_wait_minutes: float | None = Field(default=240.0, ge=0)
    thresholds: dict[str, Thresholds] = Field(default_factory=dict)
    reader: str = Field(default="", max_length=64)
    institution: str = Field(default="", max_length=200)
    prepares_normal_reports: bool = True
    opens_next: bool = True
    overlay_at_first: bool = True
    watched_folder: Path | None = None
    watch_polls: bool | None = None
    remembers_recent_folders: bool = True
    language: str | None = None
    aet: str = Field(default="MURA", pattern=AE_TITLE)
    port: int = Field(default=11112, ge=1, le=65535)
    listens: bool = False
    listen_address: IPvAnyAddress = Field(default=IPv4Address("127.0.0.1"))
    allowed_callers: list[Annotated[str, Field(pattern=AE_TITLE)]] = Field(default_factory=list)
    allowed_addresses: list[IPvAnyNetwork] = Field(
        default_factory=lambda: [ip_network("127.0.0.0/8"), ip_network("::1/128")]
    )
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    tls_authority: Path | None = None
    incoming_folder: Path | None = None
    quiet_seconds: float = Field(default=20.0, ge=0)
    poll_minutes: float | None = Field(default=None, ge=1)
    remotes: list[Remote] = Field(default_factory=list)
    gives_back: tuple[Literal["sr", "sc", "pr", "pdf"], ...] = ("sr",)
    gives_back_to: str | None = None
    database: str | None = None

    @field_validator("database")
    @classmethod
    def _names_no_password(cls, address: str | None) -> str | None:
        """Keep secrets out of settings, which are shown, copied and sent about."""
        if address is None:
            return None
        parts = urlsplit(address)
        if parts.scheme.partition("+")[0] != "postgresql" or not parts.path.strip("/"):
            raise ValueError("must be like postgresql://USER@HOST/NAME")
        if parts.password is not None or "password" in parse_qs(parts.query):
            raise ValueError(
                "holds a password; put that into a password file (~/.pgpass, or passfile=FILE in "
                "the address), which its owner alone may read"
            )
        return address

    @property
    def model_folder(self) -> Path:
        """The bundle that scores unless a command names another."""
        return self.model or paths.bundled_model()

    @property
    def uses_network(self) -> bool:
        """Whether images are received or other machines are known."""
        return bool(self.listens or self.remotes)

    @property
    def longest_wait(self) -> timedelta | None:
        """The cap on waiting."""
        minutes = self.longest_wait_minutes
        return timedelta(minutes=minutes) if minutes else None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment overrule the file."""
        file = TomlConfigSettingsSource(settings_cls, toml_file=paths.settings_file())
        return (init_settings, env_settings, file)


def load_settings() -> Settings:
    """Read the settings.

    Raises
    ------
    UsageError
        Where the file or a variable holds what cannot be, with the name of each entry, or the file
        cannot be read.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise UsageError(
            f"Settings in {paths.settings_file()} are wrong: {_faults(error)}."
        ) from error
    except ValueError as error:  # TOML that cannot be parsed
        raise _no_toml(error) from error
    except OSError as error:
        raise _unreadable(error) from error


def save_settings(changes: Mapping[str, Any]) -> Settings:
    """Check some entries, write them, and return all settings as they are then.

    Parameters
    ----------
    changes
        As in `change_settings`.

    Raises
    ------
    UsageError
        Where a value cannot be, or the file cannot be changed; then nothing is.
    """
    try:
        Settings(**{name: value for name, value in changes.items() if value is not None})
    except ValidationError as error:
        raise UsageError(f"Nothing was changed: {_faults(error)}.") from error
    except ValueError as error:  # TOML that cannot be parsed
        raise _no_toml(error) from error
    except OSError as error:
        raise _unreadable(error) from error
    change_settings(changes)
    return load_settings()


def set_outside() -> frozenset[str]:
    """Return the entries that environment variables decide; the file has no say in these."""
    prefix = Settings.model_config["env_prefix"]
    there = {name.upper() for name in os.environ}
    return frozenset(name for name in Settings.model_fields if f"{prefix}{name}".upper() in there)


def _faults(error: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()
    )


def _no_toml(error: ValueError) -> UsageError:
    return UsageError(
        f"{paths.settings_file()} is not valid TOML: {error}. Mend that line, or rename the file."
    )


def _unreadable(error: OSError) -> UsageError:
    return UsageError(f"{paths.settings_file()} cannot be read: {error.strerror}.")


def choose_model(folder: Path | None) -> None:
    """Note in the settings file which model scores from the next start on; see `change_settings`.

    Parameters
    ----------
    folder
        Of the bundle; None goes back to the bundled one.
    """
    change_settings({"model": None if folder is None else str(folder.absolute())})


def change_settings(changes: Mapping[str, Any]) -> None:
    """Write some entries of the settings file; what else stands in it, comments too, stays.

    Parameters
    ----------
    changes
        New values by name, in TOML's types; None removes an entry, so that its default holds.

    Raises
    ------
    UsageError
        Where the file cannot be read or written.
    """
    import tomlkit  # noqa: PLC0415 - every start reads settings, few write them

    file = paths.settings_file()
    try:
        document = tomlkit.parse(file.read_text("utf-8")) if file.exists() else tomlkit.document()
        for name, value in changes.items():
            document.pop(name, None)
            if value is not None:
                document[name] = value
        written = file.with_name(f".{file.name}.part")
        written.write_text(tomlkit.dumps(document), encoding="utf-8")
        written.replace(file)
    except OSError as error:
        raise UsageError(f"{file} cannot be changed: {error.strerror}.") from error
    except ValueError as error:  # TOML that cannot be parsed
        raise _no_toml(error) from error
