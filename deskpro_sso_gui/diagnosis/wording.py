"""The words of the catalogue, marked for translation.

Braces name values: ``{saw}`` and ``{expected}`` are the finding's, others are console labels of
``LABELS`` or what the rule gives.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from deskpro_sso_gui.messages import N_

LABELS: Final[Mapping[str, str]] = {
    "sso_applications": "SSO Applications",
    "sso_tab": "SSO",
    "save": "save",
    "idp_entity_id": "IdP Entity ID",
    "sp_entity_id": "SP Entity ID",
    "acs_url": "ACS URL",
    "sign_assertion": "Sign Assertion",
    "download_certificate": "IDP Certificate Valid > Download certificate",
    "copy_metadata_url": "Copy Metadata URL",
    "auth_sso": "Admin > Agents > Auth & SSO",
    "saml_details": "SAML Details",
    "sso_url_field": "Single Sign On URL",
    "metadata_field": "Issuer XML metadata URL",
    "certificate_field": "x509 Certificate",
    "save_settings": "Save Settings",
}
"""What the consoles call their pages, tabs, fields and buttons (reference/article.txt,
reference/deskpro.md §3.2); shown as they are in every language."""


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """What is said about a condition.

    Attributes:
        compares: saw and expected are values whose difference is worth explaining.
        dates: saw and expected are dates, ISO 8601, to be written as people write them.
    """

    headline: str
    saw: str
    expected: str
    advice: str
    proof: str
    compares: bool = False
    dates: bool = False


_SIGN_IN_AGAIN: Final = N_("To see that it worked, sign in once more and check the new message.")
_CHECK_AGAIN: Final = N_("To see that it worked, check the files again: this is then gone.")
_UPLOAD: Final = N_(
    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, and choose "
    "{download_certificate}. Then, in DeskPRO, open {auth_sso}, your SAML entry, upload that file "
    "under {certificate_field} and click {save_settings}."
)

WORDINGS: Final[Mapping[str, Mapping[str, Wording]]] = {
    "C14": {
        "expired": Wording(
            headline=N_("The certificate has run out."),
            saw=N_("It was valid until {saw}."),
            expected=N_("It should be valid on {expected}."),
            advice=N_(
                "DeskPRO may go on accepting it, so plan the change in a quiet hour. In JumpCloud, "
                "open {sso_applications}, your DeskPRO app, tab {sso_tab}, and make a new "
                "certificate. From then on nobody gets in until DeskPRO has the new one under "
                "{certificate_field}."
            ),
            proof=_SIGN_IN_AGAIN,
            dates=True,
        ),
        "early": Wording(
            headline=N_("The certificate is not valid yet."),
            saw=N_("It begins on {saw}."),
            expected=N_("It should be valid on {expected}."),
            advice=N_("Check the date and time of this computer first; they may be wrong."),
            proof=_CHECK_AGAIN,
            dates=True,
        ),
        "soon": Wording(
            headline=N_("The certificate runs out soon."),
            saw=N_("It is valid until {saw}, {days} days from now."),
            expected=N_("A new one should be in DeskPRO before that day."),
            advice=N_(
                "Choose a quiet hour. In JumpCloud, open {sso_applications}, your DeskPRO app, tab "
                "{sso_tab}, and make a new certificate. From then on nobody gets in until DeskPRO "
                "has the new one under {certificate_field}."
            ),
            proof=_SIGN_IN_AGAIN,
            dates=True,
        ),
    },
    "M1": {
        "": Wording(
            headline=N_("The certificate is not the one in JumpCloud's metadata."),
            saw=N_("The certificate has the fingerprint {saw}."),
            expected=N_("The metadata has {expected}."),
            advice=_UPLOAD,
            proof=_CHECK_AGAIN,
        ),
        "same-key": Wording(
            headline=N_("The certificate is not the one in the metadata, but has the same key."),
            saw=N_("The certificate has the fingerprint {saw}."),
            expected=N_("The metadata has {expected}."),
            advice=N_(
                "Signatures fit both, so nothing has to be done. Only where DeskPRO was given a "
                "fingerprint instead of the file, give it the new one."
            ),
            proof=_CHECK_AGAIN,
        ),
        "old-metadata": Wording(
            headline=N_("The metadata has another certificate than the one JumpCloud signs with."),
            saw=N_("JumpCloud signed with the certificate {saw}."),
            expected=N_("The metadata has {expected}."),
            advice=N_(
                "The metadata is old or belongs to another app. In JumpCloud, open "
                "{sso_applications}, your DeskPRO app, tab {sso_tab}, click {copy_metadata_url}, "
                "and paste it in DeskPRO into {metadata_field}."
            ),
            proof=_CHECK_AGAIN,
        ),
    },
    "M7": {
        "": Wording(
            headline=N_("DeskPRO sends people to another address than JumpCloud's."),
            saw=N_("JumpCloud's metadata says {saw}."),
            expected=N_("DeskPRO has {expected}."),
            advice=N_(
                "In DeskPRO, open {auth_sso}, your SAML entry, put {saw} into {sso_url_field} and "
                "click {save_settings}. If that address belongs to another app, copy the metadata "
                "of the right one."
            ),
            proof=_SIGN_IN_AGAIN,
            compares=True,
        ),
    },
    "M9": {
        "": Wording(
            headline=N_("JumpCloud's name for itself was never filled in."),
            saw=N_("JumpCloud calls itself “{saw}”."),
            expected=N_("It should be a name of its own, best JumpCloud's address for this app."),
            advice=N_(
                "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, fill in "
                "{idp_entity_id} and click {save}. Then let DeskPRO read the metadata again."
            ),
            proof=_CHECK_AGAIN,
        ),
        "agreed": Wording(
            headline=N_("JumpCloud's name for itself was never filled in."),
            saw=N_("Metadata and sign-in message both say “{saw}”, so they fit each other."),
            expected=N_("A name of its own would tell this app from others."),
            advice=N_(
                "Nothing has to be done while it works. To change it: in JumpCloud, open "
                "{sso_applications}, your DeskPRO app, tab {sso_tab}, {idp_entity_id}; then let "
                "DeskPRO read the metadata again."
            ),
            proof=_SIGN_IN_AGAIN,
        ),
    },
    "R1": {
        "": Wording(
            headline=N_("A placeholder was never replaced."),
            saw=N_("In {saw} stands “{placeholder}”."),
            expected=N_("Your own value should stand there, copied from DeskPRO."),
            advice=N_(
                "In DeskPRO, open {auth_sso}, your SAML entry, {saml_details}, and copy both "
                "addresses. In JumpCloud, open {sso_applications}, your DeskPRO app, tab "
                "{sso_tab}, paste them into {sp_entity_id} and {acs_url} and click {save}."
            ),
            proof=_SIGN_IN_AGAIN,
        ),
    },
    "S2": {
        "": Wording(
            headline=N_("JumpCloud did not let the person in."),
            saw=N_("It answered: {saw}"),
            expected=N_("A sign-in that worked says: {expected}"),
            advice=N_(
                "In JumpCloud, look at the list of sign-ins for the reason. Check that the person "
                "is in a group of the app, and what DeskPRO asked for."
            ),
            proof=_SIGN_IN_AGAIN,
        ),
    },
    "S4": {
        "": Wording(
            headline=N_("The sign-in message comes from another sender than DeskPRO knows."),
            saw=N_("JumpCloud signs as “{saw}”."),
            expected=N_("DeskPRO expects “{expected}”."),
            advice=N_(
                "In DeskPRO, open {auth_sso}, your SAML entry, paste JumpCloud's metadata address "
                "into {metadata_field} again and click {save_settings}. If the name itself is "
                "wrong, correct {idp_entity_id} in JumpCloud: {sso_applications}, your app, tab "
                "{sso_tab}. Capital letters count."
            ),
            proof=_SIGN_IN_AGAIN,
            compares=True,
        ),
    },
    "S5": {
        "": Wording(
            headline=N_("The sign-in message is meant for somebody else than this DeskPRO."),
            saw=N_("It is meant for {saw} (SAML audience)."),
            expected=N_("DeskPRO calls itself {expected}."),
            advice=N_(
                "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, put "
                "{expected} into {sp_entity_id}, exactly as DeskPRO shows it, and click {save}."
            ),
            proof=_SIGN_IN_AGAIN,
            compares=True,
        ),
    },
    "S6": {
        "": Wording(
            headline=N_("The sign-in message does not say whom it is meant for."),
            saw=N_("It names nobody (SAML audience)."),
            expected=N_("It should name DeskPRO, as its {saml_details} show."),
            advice=N_(
                "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, fill in "
                "{sp_entity_id} and click {save}."
            ),
            proof=_SIGN_IN_AGAIN,
        ),
    },
    "S7": {
        "": Wording(
            headline=N_("JumpCloud sends people to another address than DeskPRO's."),
            saw=N_("The sign-in message goes to {saw}."),
            expected=N_("DeskPRO waits for it at {expected}."),
            advice=N_(
                "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, put "
                "{expected} into {acs_url}, exactly as DeskPRO shows it, and click {save}."
            ),
            proof=_SIGN_IN_AGAIN,
            compares=True,
        ),
    },
    "S8": {
        "": Wording(
            headline=N_("The sign-in message may only be used at another address."),
            saw=N_("It may be used at {saw} (SAML recipient)."),
            expected=N_("DeskPRO waits for it at {expected}."),
            advice=N_(
                "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, put "
                "{expected} into {acs_url}, exactly as DeskPRO shows it, and click {save}."
            ),
            proof=_SIGN_IN_AGAIN,
            compares=True,
        ),
    },
    "S9": {
        "early": Wording(
            headline=N_("The sign-in message was used before it was valid."),
            saw=N_("It was used at {saw}."),
            expected=N_("It is valid from {expected}."),
            advice=N_(
                "The clock of the computer that received it is slow. Let it set its time by "
                "itself; for a DeskPRO of your own, that is the server."
            ),
            proof=_SIGN_IN_AGAIN,
        ),
        "late": Wording(
            headline=N_("The sign-in message was used after it had run out."),
            saw=N_("It was used at {saw}."),
            expected=N_("It was valid until {expected}."),
            advice=N_(
                "Begin the sign-in anew, from DeskPRO's start page, and don't go back in the "
                "browser. If that does not help, a clock is fast: let this computer, and a DeskPRO "
                "server of your own, set their time by themselves."
            ),
            proof=_SIGN_IN_AGAIN,
        ),
    },
    "S13": {
        "": Wording(
            headline=N_("JumpCloud did not sign the sign-in message."),
            saw=N_("Nothing in it is signed."),
            expected=N_("At least the part about the person (SAML assertion) should be signed."),
            advice=N_(
                "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, tick "
                "{sign_assertion} and click {save}."
            ),
            proof=_SIGN_IN_AGAIN,
        ),
    },
    "S15": {
        "": Wording(
            headline=N_("The sign-in message was changed after JumpCloud had signed it."),
            saw=N_("Its content does not fit its signature."),
            expected=N_("It should arrive as JumpCloud sent it."),
            advice=N_(
                "If the file was edited, saved by a program that tidies up, or copied from a "
                "window, take it again unchanged. Otherwise something between the browser and "
                "DeskPRO changes it: an extension, or a proxy that inspects traffic."
            ),
            proof=_SIGN_IN_AGAIN,
        ),
        "unclear": Wording(
            headline=N_("The signature does not fit: the message was changed, or damaged."),
            saw=N_("Neither the certificate nor the message's own key fits the signature."),
            expected=N_("It should arrive as JumpCloud sent it."),
            advice=N_("Take the sign-in message again, unchanged, and check it once more."),
            proof=_SIGN_IN_AGAIN,
        ),
    },
    "S16": {
        "": Wording(
            headline=N_("JumpCloud signs with another key than DeskPRO was given."),
            saw=N_("The sign-in message is signed with the certificate {saw}."),
            expected=N_("The certificate that DeskPRO was given is {expected}."),
            advice=_UPLOAD,
            proof=_SIGN_IN_AGAIN,
        ),
        "unnamed": Wording(
            headline=N_("JumpCloud signs with another key than DeskPRO was given."),
            saw=N_("The content is unchanged, but the signature is not of this certificate."),
            expected=N_("The certificate that DeskPRO was given is {expected}."),
            advice=_UPLOAD,
            proof=_SIGN_IN_AGAIN,
        ),
    },
    "S17": {
        "": Wording(
            headline=N_("The sign-in message carries another certificate than DeskPRO was given."),
            saw=N_("The message carries {saw}."),
            expected=N_("The certificate that DeskPRO was given is {expected}."),
            advice=_UPLOAD,
            proof=_SIGN_IN_AGAIN,
        ),
        "same-key": Wording(
            headline=N_("The sign-in message carries a newer or older copy of the certificate."),
            saw=N_("The message carries {saw}."),
            expected=N_("The certificate that DeskPRO was given is {expected}, with the same key."),
            advice=N_(
                "Signatures fit both, so nothing has to be done. Only where DeskPRO was given a "
                "fingerprint instead of the file, give it the new one."
            ),
            proof=_SIGN_IN_AGAIN,
        ),
    },
    "S20": {
        "": Wording(
            headline=N_("The sign-in message is encrypted."),
            saw=N_("The part about the person can't be read without DeskPRO's key."),
            expected=N_("JumpCloud should send it signed, not encrypted."),
            advice=N_(
                "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, remove "
                "the service provider's certificate and click {save}."
            ),
            proof=_SIGN_IN_AGAIN,
        ),
    },
    "S24": {
        "": Wording(
            headline=N_("JumpCloud names another person than the account in DeskPRO."),
            saw=N_("JumpCloud says {saw}."),
            expected=N_("The account in DeskPRO is {expected}."),
            advice=N_(
                "Give the person the same e-mail address on both sides: in DeskPRO in the agent's "
                "profile, in JumpCloud under Users."
            ),
            proof=_SIGN_IN_AGAIN,
            compares=True,
        ),
    },
    "S26": {
        "": Wording(
            headline=N_(
                "Don't trust this sign-in message: it is not built as JumpCloud builds it."
            ),
            saw=N_("What is signed in it is not surely what would be read from it."),
            expected=N_("One signed part about one person, each mark in it used once."),
            advice=N_(
                "Take a new message from your own browser. If this one came from somebody else, "
                "it may be an attempt to get in: show it to whoever looks after security."
            ),
            proof=_SIGN_IN_AGAIN,
        ),
        "nobody": Wording(
            headline=N_("The sign-in message says that it worked, but names nobody."),
            saw=N_("There is no part about a person (SAML assertion) in it."),
            expected=N_("One signed part about one person."),
            advice=N_("Take a new message from your own browser, whole and unchanged."),
            proof=_SIGN_IN_AGAIN,
        ),
    },
}
