"""The words of problems with what the admin does in JumpCloud herself."""

from collections.abc import Mapping
from typing import Final

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems.codes import ProblemCode
from deskpro_sso_gui.problems.text import ProblemText, text

TEXTS: Final[Mapping[ProblemCode, ProblemText]] = {
    ProblemCode.BY_HAND: text(
        N_("Without a key JumpCloud can't be asked."),
        N_(
            "You chose to do JumpCloud by hand. What you told us stands. To have it checked, give "
            "a key on “Before you start”."
        ),
    ),
    ProblemCode.APPLICATION_BY_HAND: text(
        N_("The app was made by hand, and we could not see it in JumpCloud with the key."),
        N_("Go on by hand, or choose the app on “JumpCloud app” with a key that may see it."),
    ),
    ProblemCode.IDP_URL_INVALID: text(
        N_("This is not the address of an app in JumpCloud: {idp_url}"),
        N_(
            "It looks like https://…/saml2/deskpro. JumpCloud shows it as IdP URL on the SSO tab "
            "of the app. Copy it from there."
        ),
    ),
    ProblemCode.IDP_URL_NOT_JUMPCLOUD: text(
        N_("This address does not lead to JumpCloud, but to {host}."),
        N_("Copy the IdP URL from the SSO tab of the app in JumpCloud."),
    ),
    ProblemCode.IDP_URL_UNFINISHED: text(
        N_("“{part}” still has to be replaced by your own value: {idp_url}"),
        N_("Copy the IdP URL from the SSO tab of the app in JumpCloud."),
    ),
    ProblemCode.APP_NOT_THERE: text(
        N_("JumpCloud has no app with this address: {idp_url}"),
        N_(
            "Compare it with the IdP URL on the SSO tab of the app you made. If the app is not in "
            "the list yet, press Save Application."
        ),
    ),
    ProblemCode.NOT_SET_YET: text(
        N_("In JumpCloud this is still otherwise: {settings}"),
        N_("Compare these fields with the values here, press save in JumpCloud, and try again."),
    ),
    ProblemCode.EMAIL_INVALID: text(
        N_("This is no e-mail address: {email}"),
        N_("Type the address that the person has in JumpCloud's list of users."),
    ),
    ProblemCode.NO_GROUP_NAMED: text(
        N_("No group was named."),
        N_("Type the name of each group you ticked in JumpCloud, one in a line."),
    ),
    ProblemCode.NO_GROUP_HAS_ACCESS: text(
        N_("In JumpCloud no group has access to the app yet."),
        N_("Tick a group on the User Groups tab of the app, press save there, and try again."),
    ),
}
