"""Values typed and DeskPRO's request: R1 to R12."""

from typing import Final

from deskpro_sso_gui.diagnosis.catalogue.entry import SIGN_IN_AGAIN, Condition, Wording
from deskpro_sso_gui.diagnosis.finding import Level, Side
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.stages import StageId

CONDITIONS: Final[tuple[Condition, ...]] = (
    Condition(
        id="R1",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.JUMPCLOUD_SSO,
        explains=frozenset({"S5", "S7", "S8", "M7"}),
        wordings={
            "": Wording(
                headline=N_("A placeholder was never replaced."),
                saw=N_("In {saw} stands “{placeholder}”."),
                expected=N_("Your own value should stand there, copied from DeskPRO."),
                advice=N_(
                    "In DeskPRO, open {auth_sso}, your SAML entry, {saml_details}, and copy both "
                    "addresses. In JumpCloud, open {sso_applications}, your DeskPRO app, tab "
                    "{sso_tab}, paste them into {sp_entity_id} and {acs_url} and click {save}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
)
