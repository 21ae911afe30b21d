"""The window's words in the reader's language; see ``docs/translating.md``.

A text goes through `tr` at the moment it is shown, a counted one through `wording.plural`. Texts in
tables are marked with `QT_TR_NOOP` where they stand and go through `tr` where they are used.
`mura_desktop.ui.words` has the words of the domain, `mura_desktop.ui.reasons` what the layers
below say. ``python -m tools.translations`` collects all of them.
"""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from mura_desktop import paths

log = logging.getLogger(__name__)

SOURCE_LANGUAGE = "en"
"""The language of the texts in the program; it needs no file."""
NUMBER = "%n"
"""Where the number stands in a counted text, as Qt writes it."""


class _Current:
    """What is on in this process: Qt has one language for all windows too."""

    language = SOURCE_LANGUAGE
    translator: QTranslator | None = None
    qt: QTranslator | None = None


def QT_TR_NOOP(text: str) -> str:  # noqa: N802 - the name ``lupdate`` looks for; Qt's has no types
    """Mark a text in a table for translation; it comes back as it is."""
    return text


def tr(text: str) -> str:
    """Return a text in the language that is on; parts that vary are put in with ``format``."""
    return QCoreApplication.translate("", text)


def counted(count: int, one: str, many: str) -> str:
    """Return the form of a counted text that fits a number, with `NUMBER` where it belongs.

    Parameters
    ----------
    count
        The number.
    one, many
        The English forms. Other languages may have more, and go by ``many``. Without `NUMBER` in
        it, a text begins with the number.
    """
    one, many = with_number(one), with_number(many)
    own = _Current.translator
    found = "" if own is None else own.translate("", many, None, count)
    return found or (one if count == 1 else many)


def with_number(text: str) -> str:
    """Return a counted text with a place for its number."""
    return text if NUMBER in text else f"{NUMBER} {text}"


def translated(context: str, text: str) -> str | None:
    """Return a text of a context in the language that is on, None where it has none."""
    own = _Current.translator
    return (own.translate(context, text) or None) if own is not None else None


def current_language() -> str:
    """Return the language that is on, such as ``"de"``."""
    return _Current.language


@cache
def languages() -> dict[str, str]:
    """Return the languages there are: code (ISO 639-1) and the language's own name for itself."""
    files = (paths.resources() / "translations").glob("mura_*.qm")
    codes = sorted({SOURCE_LANGUAGE, *(file.stem.removeprefix("mura_") for file in files)})
    return {code: _name(code) for code in codes}


def choose_language(wanted: str | None) -> str:
    """Return the language to show.

    Parameters
    ----------
    wanted
        Such as ``"de"`` or ``"de_AT"``; None takes the first of the system's that there is.
    """
    asked = QLocale.system().uiLanguages() if wanted is None else [wanted]
    codes = (code.replace("_", "-").split("-")[0].lower() for code in asked)
    return next((code for code in codes if code in languages()), SOURCE_LANGUAGE)


def install_language(application: QCoreApplication, wanted: str | None = None) -> str:
    """Turn a language on, for texts that are made from now on: call it before the first window.

    Parameters
    ----------
    application
        Qt's application.
    wanted
        See `choose_language`.

    Returns
    -------
    str
        Code of the language that is on.
    """
    for old in (_Current.translator, _Current.qt):
        if old is not None:
            application.removeTranslator(old)
    language = choose_language(wanted)
    _Current.language = language
    _Current.translator = _Current.qt = None
    if language != SOURCE_LANGUAGE:
        # Qt's own texts: buttons of dialogs, names of keys.
        qt_folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        _Current.qt = _load(application, qt_folder / f"qtbase_{language}.qm")
        own = paths.resources() / "translations" / f"mura_{language}.qm"
        _Current.translator = _load(application, own)
    return language


def _load(application: QCoreApplication, file: Path) -> QTranslator | None:
    translator = QTranslator(application)
    if not translator.load(str(file)):
        log.warning("a translation is missing from the installation: %s", file.name)
        return None
    application.installTranslator(translator)
    return translator


def _name(code: str) -> str:
    name = "English" if code == SOURCE_LANGUAGE else QLocale(code).nativeLanguageName()
    return name[:1].upper() + name[1:]
