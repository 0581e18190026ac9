"""JumpCloud's metadata: M1 to M18."""

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
        },
    ),
)
