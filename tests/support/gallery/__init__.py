"""Every page of the window in every state it can get into."""

from typing import Final

from tests.support.gallery.beginning import APP, BEFORE_YOU_START
from tests.support.gallery.deskpro import ADD, FILL, METADATA
from tests.support.gallery.ending import SUMMARY, TRY
from tests.support.gallery.exhibit import Exhibit, Part, Visit, rest
from tests.support.gallery.hall import building, walk
from tests.support.gallery.jumpcloud import ACCESS, CERTIFICATE, SSO
from tests.support.gallery.start import SETTINGS, START

EXHIBITS: Final[tuple[Exhibit, ...]] = (
    *START,
    *SETTINGS,
    *BEFORE_YOU_START,
    *APP,
    *ADD,
    *SSO,
    *CERTIFICATE,
    *METADATA,
    *FILL,
    *ACCESS,
    *TRY,
    *SUMMARY,
)
BY_ID: Final = {each.id: each for each in EXHIBITS}

__all__ = ["BY_ID", "EXHIBITS", "Exhibit", "Part", "Visit", "building", "rest", "walk"]
