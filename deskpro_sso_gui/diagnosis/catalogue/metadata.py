"""JumpCloud's metadata and what is compared with it: M1, M7 to M15, M17 and M18."""

from typing import Final

from deskpro_sso_gui.diagnosis.catalogue.entry import (
    CHECK_AGAIN,
    SIGN_IN_AGAIN,
    UPLOAD,
    Condition,
    Wording,
)
from deskpro_sso_gui.diagnosis.finding import Level, Side
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.stages import StageId

CONDITIONS: Final[tuple[Condition, ...]] = (
    Condition(
        id="M1",
        level=Level.CAUSE,
        side=Side.DESKPRO,
        stage=StageId.CERTIFICATE,
        explains=frozenset({"S17"}),
        wordings={
            "": Wording(
                headline=N_("The certificate is not the one in JumpCloud's metadata."),
                saw=N_("The certificate has the fingerprint {saw}."),
                expected=N_("The metadata has {expected}."),
                advice=UPLOAD,
                proof=CHECK_AGAIN,
            ),
            "same-key": Wording(
                headline=N_(
                    "The certificate is not the one in the metadata, but has the same key."
                ),
                saw=N_("The certificate has the fingerprint {saw}."),
                expected=N_("The metadata has {expected}."),
                advice=N_(
                    "Signatures fit both, so nothing has to be done. Only where DeskPRO was given "
                    "a fingerprint instead of the file, give it the new one."
                ),
                proof=CHECK_AGAIN,
            ),
            "old-metadata": Wording(
                headline=N_(
                    "The metadata has another certificate than the one JumpCloud signs with."
                ),
                saw=N_("JumpCloud signed with the certificate {saw}."),
                expected=N_("The metadata has {expected}."),
                advice=N_(
                    "The metadata is old or belongs to another app. In JumpCloud, open "
                    "{sso_applications}, your DeskPRO app, tab {sso_tab}, click "
                    "{copy_metadata_url}, and paste it in DeskPRO into {metadata_field}."
                ),
                proof=CHECK_AGAIN,
            ),
        },
    ),
    Condition(
        id="M7",
        level=Level.CAUSE,
        side=Side.DESKPRO,
        stage=StageId.DESKPRO_CONFIGURE,
        wordings={
            "": Wording(
                headline=N_("DeskPRO sends people to another address than JumpCloud's."),
                saw=N_("JumpCloud's metadata says {saw}."),
                expected=N_("DeskPRO has {expected}."),
                advice=N_(
                    "In DeskPRO, open {auth_sso}, your SAML entry, put {saw} into {sso_url_field} "
                    "and click {save_settings}. If that address belongs to another app, copy the "
                    "metadata of the right one."
                ),
                proof=SIGN_IN_AGAIN,
                compares=True,
            ),
        },
    ),
    Condition(
        id="M8",
        level=Level.CAUSE,
        side=Side.THIS_COMPUTER,
        stage=StageId.METADATA,
        explains=frozenset({"M1", "M7", "M9", "S4"}),
        wordings={
            "": Wording(
                headline=N_("The metadata belongs to another app in JumpCloud."),
                saw=N_("The metadata's sign-in address is {saw}."),
                expected=N_("Your app's address is {expected}."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, check "
                    "that its address ends as expected, click {copy_metadata_url}, and use that "
                    "metadata instead."
                ),
                proof=CHECK_AGAIN,
                compares=True,
            ),
        },
    ),
    Condition(
        id="M9",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.JUMPCLOUD_SSO,
        explains=frozenset({"S4"}),
        wordings={
            "": Wording(
                headline=N_("JumpCloud's name for itself was never filled in."),
                saw=N_("JumpCloud calls itself “{saw}”."),
                expected=N_(
                    "It should be a name of its own, best JumpCloud's address for this app."
                ),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, fill "
                    "in {idp_entity_id} and click {save}. Then let DeskPRO read the metadata again."
                ),
                proof=CHECK_AGAIN,
            ),
            "agreed": Wording(
                headline=N_("JumpCloud's name for itself was never filled in."),
                saw=N_("Metadata and sign-in message both say “{saw}”, so they fit each other."),
                expected=N_("A name of its own would tell this app from others."),
                advice=N_(
                    "Nothing has to be done while it works. To change it: in JumpCloud, open "
                    "{sso_applications}, your DeskPRO app, tab {sso_tab}, {idp_entity_id}; then "
                    "let DeskPRO read the metadata again."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "empty": Wording(
                headline=N_("JumpCloud's name for itself is missing."),
                saw=N_("The metadata has no entity ID."),
                expected=N_(
                    "It should be a name of its own, best JumpCloud's address for this app."
                ),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, fill "
                    "in {idp_entity_id} and click {save}. Then let DeskPRO read the metadata again."
                ),
                proof=CHECK_AGAIN,
            ),
            "service-provider": Wording(
                headline=N_("JumpCloud calls itself by DeskPRO's name."),
                saw=N_("JumpCloud's name for itself is {saw}, which is DeskPRO's."),
                expected=N_(
                    "It should be a name of its own, best JumpCloud's address for this app."
                ),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, put "
                    "JumpCloud's own address into {idp_entity_id} and click {save}. Then let "
                    "DeskPRO read the metadata again."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "differs": Wording(
                headline=N_("JumpCloud's name for itself is not quite the one expected."),
                saw=N_("The metadata says {saw}."),
                expected=N_("It should be {expected}."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, "
                    "correct {idp_entity_id} and click {save}. Then let DeskPRO read the metadata "
                    "again. Capital letters, slashes and http or https count."
                ),
                proof=SIGN_IN_AGAIN,
                compares=True,
            ),
        },
    ),
    Condition(
        id="M10",
        level=Level.WORTH_KNOWING,
        side=Side.JUMPCLOUD,
        stage=StageId.JUMPCLOUD_SSO,
        explains=frozenset({"M13", "H2"}),
        wordings={
            "": Wording(
                headline=N_("JumpCloud does not say that DeskPRO may redirect people to it."),
                saw=N_("The metadata names only this way to ask for a sign-in: {saw}."),
                expected=N_("It could name HTTP-Redirect too."),
                advice=N_(
                    "DeskPRO sends people by a redirect. JumpCloud usually answers all the same; "
                    "if nothing comes back, in JumpCloud, open {sso_applications}, your DeskPRO "
                    "app, tab {sso_tab}, tick {declare_redirect} and click {save}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "used": Wording(
                headline=N_("DeskPRO asked by a way that JumpCloud does not offer."),
                saw=N_(
                    "DeskPRO's request came by a redirect, the metadata names only this way: {saw}."
                ),
                expected=N_("The metadata should name HTTP-Redirect too."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, tick "
                    "{declare_redirect} and click {save}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="M11",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.METADATA,
        wordings={
            "": Wording(
                headline=N_("JumpCloud's sign-in address is not secure."),
                saw=N_("The metadata says {saw}."),
                expected=N_("The address should begin with https://."),
                advice=N_(
                    "JumpCloud's own addresses begin with https://. In JumpCloud, open "
                    "{sso_applications}, your DeskPRO app, tab {sso_tab}, click "
                    "{copy_metadata_url} and take the metadata again. If it stays so, something "
                    "between JumpCloud and this computer changed it."
                ),
                proof=CHECK_AGAIN,
            ),
            "name": Wording(
                headline=N_("JumpCloud's name for itself begins with http://."),
                saw=N_("The metadata says {saw}."),
                expected=N_("A name that begins with https:// is usual."),
                advice=N_(
                    "It is only a name, so nothing has to be done while both sides write it alike."
                ),
                proof=CHECK_AGAIN,
            ),
            "deskpro": Wording(
                headline=N_("DeskPRO's address for sign-in messages is not secure."),
                saw=N_("DeskPRO says {saw}."),
                expected=N_("The address should begin with https://."),
                advice=N_(
                    "Set up https for DeskPRO first. For a DeskPRO of your own behind a proxy, "
                    "tell it that people reach it by https. Then copy both addresses from "
                    "{saml_details} to JumpCloud once more."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="M12",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.METADATA,
        wordings={
            "": Wording(
                headline=N_("The metadata has run out."),
                saw=N_("It says that it is valid until {saw}."),
                expected=N_("It should be valid on {expected}."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, click "
                    "{copy_metadata_url} and let DeskPRO read that address again. JumpCloud's own "
                    "metadata has no such date, so this file may have passed through other hands."
                ),
                proof=CHECK_AGAIN,
                dates=True,
            ),
        },
    ),
    Condition(
        id="M13",
        level=Level.WORTH_KNOWING,
        side=Side.JUMPCLOUD,
        stage=StageId.JUMPCLOUD_SSO,
        explains=frozenset({"H2"}),
        wordings={
            "refused": Wording(
                headline=N_("JumpCloud wants signed requests, and DeskPRO's is not signed."),
                saw=N_(
                    "The metadata says WantAuthnRequestsSigned, DeskPRO's request carries no "
                    "signature, and JumpCloud answered it with an error."
                ),
                expected=N_("JumpCloud should take DeskPRO's unsigned request."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, "
                    "remove the service provider's certificate if there is one, and click {save}. "
                    "Leave {sign_request} off in DeskPRO."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "": Wording(
                headline=N_("JumpCloud's metadata asks for signed requests."),
                saw=N_("It says WantAuthnRequestsSigned."),
                expected=N_(
                    "DeskPRO usually sends its requests unsigned, and JumpCloud accepts that."
                ),
                advice=N_("Nothing has to be done while it works."),
                proof=SIGN_IN_AGAIN,
            ),
            "unsigned": Wording(
                headline=N_(
                    "JumpCloud's metadata asks for signed requests, and DeskPRO's is not signed."
                ),
                saw=N_(
                    "The metadata says WantAuthnRequestsSigned, DeskPRO's request carries no "
                    "signature."
                ),
                expected=N_("JumpCloud usually accepts unsigned requests all the same."),
                advice=N_(
                    "Nothing has to be done while it works. If JumpCloud refuses the request, in "
                    "JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, and "
                    "remove the service provider's certificate if there is one."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="M14",
        level=Level.LIKELY,
        side=Side.JUMPCLOUD,
        stage=StageId.JUMPCLOUD_SSO,
        explains=frozenset({"S21"}),
        wordings={
            "": Wording(
                headline=N_("JumpCloud does not send people's names as e-mail addresses."),
                saw=N_("The metadata names this form (NameID format): {saw}."),
                expected=N_("DeskPRO expects {expected}."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, "
                    "choose the e-mail address under {name_id_format} and click {save}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "unspecified": Wording(
                headline=N_("JumpCloud does not say in which form it sends people's names."),
                saw=N_("The metadata names this form (NameID format): {saw}."),
                expected=N_("DeskPRO's guides ask for {expected}."),
                advice=N_(
                    "It is JumpCloud's default and works where the name is an e-mail address. To "
                    "be sure, in JumpCloud, open {sso_applications}, your DeskPRO app, tab "
                    "{sso_tab}, choose the e-mail address under {name_id_format} and click {save}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="M15",
        level=Level.WORTH_KNOWING,
        side=Side.NONE,
        stage=StageId.METADATA,
        wordings={
            "": Wording(
                headline=N_("JumpCloud has no single log-out."),
                saw=N_("The metadata names no address for it."),
                expected=N_("That is so for every JumpCloud app."),
                advice=N_(
                    "Nothing has to be done. Who signs out of DeskPRO stays signed in at "
                    "JumpCloud, and with the sign-in method Automatic gets straight back in."
                ),
                proof=N_("Nothing has to change, so there is nothing to check."),
            ),
        },
    ),
    Condition(
        id="M17",
        level=Level.WORTH_KNOWING,
        side=Side.DESKPRO,
        stage=StageId.METADATA,
        wordings={
            "": Wording(
                headline=N_("DeskPRO may not reach the metadata address."),
                saw=N_("The address is {saw}."),
                expected=N_(
                    "DeskPRO reads it from its own place, so it should be an address on the "
                    "internet."
                ),
                advice=N_(
                    "Use the address that {copy_metadata_url} gives in JumpCloud. Where that is "
                    "not possible, give DeskPRO the metadata itself, if its form has a field for "
                    "it."
                ),
                proof=CHECK_AGAIN,
            ),
        },
    ),
    Condition(
        id="M18",
        level=Level.CAUSE,
        side=Side.DESKPRO,
        stage=StageId.DESKPRO_CONFIGURE,
        explains=frozenset({"M1", "M7", "M9"}),
        wordings={
            "certificate": Wording(
                headline=N_("JumpCloud's certificate has changed since the last check."),
                saw=N_("The metadata now has the certificate {saw}."),
                expected=N_("At the last check it was {expected}."),
                advice=N_(
                    "DeskPRO has to get the new one, or nobody gets in. In JumpCloud, open "
                    "{sso_applications}, your DeskPRO app, tab {sso_tab}, and choose "
                    "{download_certificate}. Then, in DeskPRO, open {auth_sso}, your SAML entry, "
                    "upload that file under {certificate_field} and click {save_settings}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "address": Wording(
                headline=N_("JumpCloud's sign-in address has changed since the last check."),
                saw=N_("The metadata now says {saw}."),
                expected=N_("At the last check it was {expected}."),
                advice=N_(
                    "In DeskPRO, open {auth_sso}, your SAML entry, put {saw} into {sso_url_field} "
                    "and click {save_settings}. If you did not change the app, the metadata may be "
                    "of another one."
                ),
                proof=SIGN_IN_AGAIN,
                compares=True,
            ),
            "name": Wording(
                headline=N_("JumpCloud's name for itself has changed since the last check."),
                saw=N_("The metadata now says {saw}."),
                expected=N_("At the last check it was {expected}."),
                advice=N_(
                    "In DeskPRO, open {auth_sso}, your SAML entry, let DeskPRO read the metadata "
                    "again: paste its address into {metadata_field} and click {save_settings}."
                ),
                proof=SIGN_IN_AGAIN,
                compares=True,
            ),
        },
    ),
)
