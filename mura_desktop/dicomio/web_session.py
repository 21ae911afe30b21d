"""A DICOMweb service to speak to, or a sentence that says why it does not answer."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import requests
from dicomweb_client.session_utils import add_certs_to_session, create_session
from dicomweb_client.web import DICOMwebClient

from mura_desktop.dicomio.tls import Credentials
from mura_desktop.errors import RemoteError, UsageError
from mura_desktop.remotes import Remote

# It prints what it asked for, and so patients' names, whenever a connection fails.
logging.getLogger("retrying").setLevel(logging.CRITICAL)


def web_client(
    remote: Remote, credentials: Credentials | None, session: requests.Session | None = None
) -> DICOMwebClient:
    """Return a client of a remote's DICOMweb service; nothing is asked of it yet.

    Parameters
    ----------
    remote
        The service; its `url` is set.
    credentials
        Shown to a server that wants a certificate, and who signs the server's.
    session
        What speaks HTTP; None takes a plain one.

    Raises
    ------
    UsageError
        Where its token cannot be read.
    """
    session = session or create_session()
    session.trust_env = False  # a .netrc would overrule the token
    if credentials is not None and str(remote.url).startswith("https:"):
        add_certs_to_session(session, str(credentials.authority))
        session.cert = (str(credentials.certificate), str(credentials.key))
    session.hooks["response"].append(_without_parameters)
    client = DICOMwebClient(
        str(remote.url),
        session=session,
        headers=_headers(remote),
        timeout=(remote.connect_seconds, remote.answer_seconds),
        permissive_uid=True,
    )
    client.set_http_retry_params(retry=False)  # the user or the outbox tries again, and may stop
    return client


@contextmanager
def asking(remote: Remote) -> Iterator[None]:
    """Say in plain words why a service does not do what it is asked.

    Raises
    ------
    RemoteError
        In the place of what the library raises.
    """
    name, url = remote.name, remote.url
    try:
        yield
    except requests.exceptions.HTTPError as error:
        code = 0 if error.response is None else error.response.status_code
        raise RemoteError(f"{name} refused: {_in_words(code)}.") from error
    except requests.exceptions.SSLError as error:
        raise RemoteError(
            f"{name} ({url}): no encrypted connection. Its certificate is not accepted; check "
            "tls_authority."
        ) from error
    except requests.exceptions.Timeout as error:
        raise RemoteError(
            f"{name} ({url}) did not answer within {remote.answer_seconds:g} s."
        ) from error
    except requests.exceptions.ConnectionError as error:
        raise RemoteError(
            f"{name} ({url}) cannot be reached: nothing listens there, or no machine has that "
            "name. Check the url in the settings."
        ) from error
    except (requests.exceptions.RequestException, ValueError, KeyError) as error:
        raise RemoteError(
            f"{name} ({url}) gave an answer that is no DICOMweb. Is the url the base of the "
            "service, such as https://host/dicom-web?"
        ) from error


def _without_parameters(response: requests.Response, **_further: object) -> None:
    """Take "; charset=utf-8" from the type of JSON: the client would not know its answer."""
    kind = response.headers.get("Content-Type", "")
    if "json" in kind:
        response.headers["Content-Type"] = kind.partition(";")[0].strip()


def _headers(remote: Remote) -> dict[str, str]:
    if remote.token_file is None:
        return {}
    try:
        token = remote.token_file.read_text("utf-8").splitlines()[0].strip()
    except (OSError, UnicodeDecodeError, IndexError) as error:
        raise UsageError(
            f"{remote.token_file} for {remote.name} cannot be read, or is empty. It must hold the "
            "token in its first line."
        ) from error
    return {"Authorization": f"Bearer {token}"}


def _in_words(code: int) -> str:
    match code:
        case 400:  # as nginx answers whoever shows no certificate, or one that it does not trust
            return (
                "it does not understand this, or does not accept this program's certificate (400)"
            )
        case 401 | 403:
            return f"the token is missing, wrong or may not do this ({code})"
        case 404:
            return "there is no such thing, or no DICOMweb at that url (404)"
        case 429 | 503:
            return f"it is busy; try again later ({code})"
        case _:
            return f"status {code}"
