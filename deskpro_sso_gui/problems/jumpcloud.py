"""The words of problems with JumpCloud."""

from collections.abc import Mapping
from typing import Final

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems.codes import ProblemCode
from deskpro_sso_gui.problems.text import ProblemText, text

TEXTS: Final[Mapping[ProblemCode, ProblemText]] = {
    ProblemCode.KEY_NOT_ACCEPTED: text(
        N_("JumpCloud does not accept this key."),
        N_(
            "The key may be mistyped, expired, or replaced by a newer one. In the JumpCloud Admin "
            "Portal, open your initials at the top right, then My API Key."
        ),
    ),
    ProblemCode.SERVICE_ACCOUNT_NOT_ACCEPTED: text(
        N_("JumpCloud does not accept this service account."),
        N_(
            "The client ID or the client secret may be mistyped, or the secret expired or was "
            "replaced. In the JumpCloud Admin Portal, open Settings, then Service Accounts."
        ),
    ),
    ProblemCode.KEY_MISSING: text(
        N_("There is no JumpCloud key to work with."),
        N_("Go to “Before you start” and give the key again."),
    ),
    ProblemCode.ORGANIZATION_NOT_CHOSEN: text(
        N_("Your JumpCloud key sees several organisations."),
        N_("Choose the one that uses this helpdesk."),
    ),
    ProblemCode.NOT_PERMITTED: text(
        N_("JumpCloud does not let this key do that: {action}"),
        N_(
            "The key can do what its administrator may do. Use the key of an administrator with "
            "the role Administrator or Administrator with Billing."
        ),
    ),
    ProblemCode.PLAN_LACKS_SSO: text(
        N_("JumpCloud refused to create the app. Single sign-on may be missing from your plan."),
        N_("Ask JumpCloud, or look at your organisation's plan in the Admin Portal."),
    ),
    ProblemCode.PLAN_LACKS_FEATURE: text(
        N_("Your JumpCloud plan does not seem to include this: {action}"),
        N_("Look at your organisation's plan in the Admin Portal, or ask JumpCloud."),
    ),
    ProblemCode.SERVICE_ACCOUNT_HOST_UNKNOWN: text(
        N_("The service account can't sign in at {host}."),
        N_(
            "Check the client ID and the client secret. Outside the US region JumpCloud does not "
            "say where service accounts sign in, so this address is a guess. Use an API key there."
        ),
    ),
    ProblemCode.ADDRESS_BLOCKED: text(
        N_("JumpCloud has blocked this network's address."),
        N_("Wait, use another network, or write to JumpCloud's support."),
    ),
    ProblemCode.NOT_FOUND: text(
        N_("JumpCloud no longer has it: {what}"),
        N_("It may have been deleted in the Admin Portal. Look there, then try again."),
    ),
    ProblemCode.ALREADY_THERE: text(
        N_("JumpCloud has it already: {what}"),
        N_("Somebody may have made it meanwhile. Look at what is there now, then decide again."),
    ),
    ProblemCode.TEMPLATE_NOT_FOUND: text(
        N_("JumpCloud offers no app this program can use."),
        N_("Neither the DeskPRO app nor the custom SAML app was found in your organisation."),
    ),
    ProblemCode.IDP_URL_TAKEN: text(
        N_("Another app in JumpCloud already uses {idp_url}: {label}"),
        N_("Choose another ending for the address, or use the existing app."),
    ),
    ProblemCode.IDP_URL_SUFFIX_INVALID: text(
        N_("The end of the address can't be “{suffix}”."),
        N_("Use small letters, digits and hyphens, at most 40."),
    ),
    ProblemCode.SSO_HOST_UNKNOWN: text(
        N_("JumpCloud does not tell us yet where people of your region sign in."),
        N_("Create the app in JumpCloud's Admin Portal, then come back and use the existing app."),
    ),
    ProblemCode.CONNECTOR_LACKS_SETTINGS: text(
        N_("DeskPRO can't work with this app: it has no setting for {settings}."),
        N_("It was made from another kind of connector. Create a new app here instead."),
    ),
    ProblemCode.SEVERAL_CANDIDATES: text(
        N_("JumpCloud has several apps that could be the one we were creating: {labels}"),
        N_("Look at them in the Admin Portal, delete those you don't want, then try again."),
    ),
    ProblemCode.WRITE_UNDECIDED: text(
        N_("We can't tell yet whether JumpCloud carried out the last change."),
        N_("Wait a minute, then try again. Nothing is sent twice."),
    ),
    ProblemCode.CHANGED_MEANWHILE: text(
        N_("Somebody else changed the app in JumpCloud meanwhile: {settings}"),
        N_("Look at what is there now, then decide again."),
    ),
    ProblemCode.CERTIFICATE_REPLACED: text(
        N_("JumpCloud made a new certificate for the app."),
        N_("DeskPRO needs the new one. Get the certificate again and upload it to DeskPRO."),
    ),
    ProblemCode.CERTIFICATE_MISSING: text(
        N_("JumpCloud has no certificate for the app yet."),
        N_("Open the app in the Admin Portal, SSO tab, and look at IDP Certificate."),
    ),
    ProblemCode.EVENTS_NOT_AVAILABLE: text(
        N_("JumpCloud does not show us its list of sign-ins."),
        N_("Your plan or your role may not include it. Tell us yourself what you saw."),
    ),
    ProblemCode.TESTER_NOT_FOUND: text(
        N_("JumpCloud has no user with the e-mail address {email}."),
        N_("An administrator account is not enough. Name someone from JumpCloud's list of users."),
    ),
    ProblemCode.GROUP_NOT_FOUND: text(
        N_("JumpCloud has no user group called {group}."),
        N_("Check the spelling, or let the program create missing groups."),
    ),
    ProblemCode.AUTOMATIC_IS_ON: text(
        N_(
            "This could lock people out of DeskPRO: its SSO Method is Automatic, or not known. "
            "Nothing was changed."
        ),
        N_(
            "In DeskPRO, set SSO Method to Disabled and save. Say so in the wizard, on the page "
            "of the change, and make the change there. Then try the sign-in again, and only then "
            "go back to Automatic."
        ),
    ),
    ProblemCode.APPLICATION_NOT_OURS: text(
        N_("JumpCloud has an app at {idp_url} that was not made by this program: {label}"),
        N_(
            "User groups that may use it: {groups}. Sign-ins since {since}: {sign_ins}. People "
            "may depend on it, so it was left alone. If it is the one to use, write {setting} "
            "under [application] in the plan; if not, choose another idp_url_suffix."
        ),
    ),
    ProblemCode.CERTIFICATE_KEPT: text(
        N_("JumpCloud kept the old certificate."),
        N_(
            "Everything is as it was. In the JumpCloud Admin Portal, open the app, then SSO, then "
            "IDP Certificate Valid, and make a new one there."
        ),
    ),
    ProblemCode.CERTIFICATE_NOT_SHOWN: text(
        N_("JumpCloud does not show us the app's certificate, so its settings were left alone."),
        N_(
            "Written without it, JumpCloud would make a new certificate, and nobody would get in. "
            "Change the settings in the JumpCloud Admin Portal by hand."
        ),
    ),
    ProblemCode.UNDO_CHANGED: text(
        N_("JumpCloud has something else by now than what was shown. Nothing was taken back."),
        N_("Look at the list again, then decide."),
    ),
}
