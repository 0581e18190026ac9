"""The language of the window: our own texts, Qt's dialogs, dates, and the side it begins on."""

from typing import Final

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from deskpro_sso_gui import texts

_QT_CATALOGUE: Final = "qtbase"
"""Qt's words for its own dialogs; everything else is ours."""


class _State:
    qt_words: QTranslator | None = None
    """Qt's words in the language in use; the application's children would all have to be asked."""


def use(application: QApplication, wanted: str) -> None:
    """Have the window that is built from now on speak ``wanted``.

    Args:
        application: its layout direction becomes the language's.
        wanted: a BCP 47 tag, empty for the one that suits the system's.
    """
    texts.use(texts.choose(wanted, QLocale.system().uiLanguages()))
    tag = texts.language()
    # a pseudo-language is not Qt's to know
    locale = QLocale(tag if tag in texts.LANGUAGES else "en")
    QLocale.setDefault(locale)
    old, _State.qt_words = _State.qt_words, None
    if old is not None:
        application.removeTranslator(old)
    if locale.language() is not QLocale.Language.English:
        words = QTranslator()
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if words.load(locale, _QT_CATALOGUE, "_", folder):
            application.installTranslator(words)
            _State.qt_words = words
    application.setLayoutDirection(
        Qt.LayoutDirection.RightToLeft
        if texts.is_right_to_left()
        else Qt.LayoutDirection.LeftToRight
    )
