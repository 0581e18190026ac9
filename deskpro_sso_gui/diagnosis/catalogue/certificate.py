"""Certificate files: C1 to C19."""

from typing import Final

from deskpro_sso_gui.diagnosis.catalogue.entry import CHECK_AGAIN, SIGN_IN_AGAIN, Condition, Wording
from deskpro_sso_gui.diagnosis.finding import Level, Side
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.stages import StageId

CONDITIONS: Final[tuple[Condition, ...]] = (
    Condition(
        id="C14",
        level=Level.WORTH_KNOWING,
        side=Side.JUMPCLOUD,
        stage=StageId.CERTIFICATE,
        wordings={
            "expired": Wording(
                headline=N_("The certificate has run out."),
                saw=N_("It was valid until {saw}."),
                expected=N_("It should be valid on {expected}."),
                advice=N_(
                    "DeskPRO may go on accepting it, so plan the change in a quiet hour. In "
                    "JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, and make "
                    "a new certificate. From then on nobody gets in until DeskPRO has the new one "
                    "under {certificate_field}."
                ),
                proof=SIGN_IN_AGAIN,
                dates=True,
            ),
            "early": Wording(
                headline=N_("The certificate is not valid yet."),
                saw=N_("It begins on {saw}."),
                expected=N_("It should be valid on {expected}."),
                advice=N_("Check the date and time of this computer first; they may be wrong."),
                proof=CHECK_AGAIN,
                dates=True,
            ),
            "soon": Wording(
                headline=N_("The certificate runs out soon."),
                saw=N_("It is valid until {saw}, {days} days from now."),
                expected=N_("A new one should be in DeskPRO before that day."),
                advice=N_(
                    "Choose a quiet hour. In JumpCloud, open {sso_applications}, your DeskPRO app, "
                    "tab {sso_tab}, and make a new certificate. From then on nobody gets in until "
                    "DeskPRO has the new one under {certificate_field}."
                ),
                proof=SIGN_IN_AGAIN,
                dates=True,
            ),
        },
    ),
)
