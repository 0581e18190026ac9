"""The person in a sign-in message and how it is built: S20 to S26 and S28."""

from typing import Final

from deskpro_sso_gui.diagnosis.catalogue.entry import SIGN_IN_AGAIN, Condition, Wording
from deskpro_sso_gui.diagnosis.finding import Level, Side
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.stages import StageId

CONDITIONS: Final[tuple[Condition, ...]] = (
    Condition(
        id="S20",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.JUMPCLOUD_SSO,
        wordings={
            "": Wording(
                headline=N_("The sign-in message is encrypted."),
                saw=N_("The part about the person can't be read without DeskPRO's key."),
                expected=N_("JumpCloud should send it signed, not encrypted."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, "
                    "remove the service provider's certificate and click {save}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="S21",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.JUMPCLOUD_SSO,
        wordings={
            "missing": Wording(
                headline=N_("The sign-in message does not say who the person is."),
                saw=N_("It has no name (NameID)."),
                expected=N_("The name should be the person's e-mail address."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, "
                    "choose email as {name_id} and click {save}. Check that the person has an "
                    "e-mail address in JumpCloud."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "empty": Wording(
                headline=N_("The sign-in message does not say who the person is."),
                saw=N_("The name (NameID) is empty."),
                expected=N_("The name should be the person's e-mail address."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, "
                    "choose email as {name_id} and click {save}. Check that the person has an "
                    "e-mail address in JumpCloud."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "not-email": Wording(
                headline=N_("JumpCloud does not name the person by an e-mail address."),
                saw=N_("The name (NameID) is {saw}, no e-mail address."),
                expected=N_("DeskPRO knows its people by their e-mail address."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, "
                    "choose email as {name_id} and click {save}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "format": Wording(
                headline=N_("JumpCloud says that the person's name is no e-mail address."),
                saw=N_("It names this form (NameID format): {saw}."),
                expected=N_("DeskPRO expects {expected}."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, "
                    "choose the e-mail address under {name_id_format} and click {save}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "unspecified": Wording(
                headline=N_("JumpCloud does not say in which form it names the person."),
                saw=N_("It names this form (NameID format): {saw}."),
                expected=N_("DeskPRO's guides ask for {expected}."),
                advice=N_(
                    "It is JumpCloud's default and works where the name is an e-mail address, as "
                    "it is here. To be sure, in JumpCloud, open {sso_applications}, your DeskPRO "
                    "app, tab {sso_tab}, choose the e-mail address under {name_id_format} and "
                    "click {save}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="S22",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.JUMPCLOUD_SSO,
        wordings={
            "missing": Wording(
                headline=N_("The person's e-mail address is not among what JumpCloud tells."),
                saw=N_("JumpCloud tells: {arrived}"),
                expected=N_("DeskPRO looks for {expected}."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, add "
                    "under {attributes} one called {expected} with the value email, and click "
                    "{save}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "misspelt": Wording(
                headline=N_("The person's e-mail address has another name than DeskPRO looks for."),
                saw=N_("JumpCloud calls it {saw}. It tells: {arrived}"),
                expected=N_("DeskPRO looks for {expected}. Capital letters count."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, "
                    "rename it under {attributes} to {expected} and click {save}."
                ),
                proof=SIGN_IN_AGAIN,
                compares=True,
            ),
            "duplicate": Wording(
                headline=N_("The person's e-mail address is told more than once."),
                saw=N_("{saw} stands there {count} times. JumpCloud tells: {arrived}"),
                expected=N_("It should stand there once."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, "
                    "remove the double entry under {attributes} and click {save}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "several": Wording(
                headline=N_("JumpCloud tells several e-mail addresses for one person."),
                saw=N_("{saw} has {count} values. JumpCloud tells: {arrived}"),
                expected=N_("It should have one."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, check "
                    "under {attributes} that {saw} has the value email, and click {save}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "blanks": Wording(
                headline=N_("There is a blank around the person's e-mail address."),
                saw=N_("{saw} has a blank before or after its value."),
                expected=N_("The address should stand alone."),
                advice=N_(
                    "In JumpCloud, open the person under Users and type the e-mail address once "
                    "more, without blanks."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "empty": Wording(
                headline=N_("The person's e-mail address is told, but empty."),
                saw=N_("{saw} has no value. JumpCloud tells: {arrived}"),
                expected=N_("It should be the person's e-mail address."),
                advice=N_(
                    "In JumpCloud, open the person under Users and fill in the e-mail address."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="S23",
        level=Level.LIKELY,
        side=Side.JUMPCLOUD,
        stage=StageId.JUMPCLOUD_SSO,
        wordings={
            "": Wording(
                headline=N_("The person's first or last name is not among what JumpCloud tells."),
                saw=N_("JumpCloud tells: {arrived}"),
                expected=N_("DeskPRO looks for {expected}."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, add "
                    "what is missing under {attributes}, with the values firstname and lastname, "
                    "and click {save}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "misspelt": Wording(
                headline=N_("The person's name has another name than DeskPRO looks for."),
                saw=N_("JumpCloud calls it {saw}. It tells: {arrived}"),
                expected=N_("DeskPRO looks for {expected}."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, "
                    "rename it under {attributes} to {expected} and click {save}."
                ),
                proof=SIGN_IN_AGAIN,
                compares=True,
            ),
        },
    ),
    Condition(
        id="S24",
        level=Level.LIKELY,
        side=Side.DESKPRO,
        stage=StageId.ACCESS,
        wordings={
            "": Wording(
                headline=N_("JumpCloud names another person than the account in DeskPRO."),
                saw=N_("JumpCloud says {saw}."),
                expected=N_("The account in DeskPRO is {expected}."),
                advice=N_(
                    "Give the person the same e-mail address on both sides: in DeskPRO in the "
                    "agent's profile, in JumpCloud under Users."
                ),
                proof=SIGN_IN_AGAIN,
                compares=True,
            ),
        },
    ),
    Condition(
        id="S25",
        level=Level.WORTH_KNOWING,
        side=Side.JUMPCLOUD,
        stage=StageId.JUMPCLOUD_SSO,
        wordings={
            "missing": Wording(
                headline=N_("The person's groups are not among what JumpCloud tells."),
                saw=N_("JumpCloud tells: {arrived}"),
                expected=N_("DeskPRO asks for {expected}."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, tick "
                    "{include_groups}, give it the name {expected}, and click {save}."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "empty": Wording(
                headline=N_("The person's groups are told, but empty."),
                saw=N_("{saw} has no value."),
                expected=N_("It should name the person's groups."),
                advice=N_(
                    "In JumpCloud, check that the person is in a group. If DeskPRO does not use "
                    "the groups, nothing has to be done."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "duplicate": Wording(
                headline=N_("The person's groups are told in several places."),
                saw=N_("{saw} stands there {count} times."),
                expected=N_("Some programs read only the first."),
                advice=N_(
                    "In JumpCloud, open {sso_applications}, your DeskPRO app, tab {sso_tab}, check "
                    "{include_groups} and {attributes}: the name {saw} should be used once. If "
                    "DeskPRO does not use the groups, nothing has to be done."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="S26",
        level=Level.CAUSE,
        side=Side.NONE,
        stage=StageId.VALIDATE,
        wordings={
            "": Wording(
                headline=N_(
                    "Don't trust this sign-in message: it is not built as JumpCloud builds it."
                ),
                saw=N_("What is signed in it is not surely what would be read from it."),
                expected=N_("One signed part about one person, each mark in it used once."),
                advice=N_(
                    "Take a new message from your own browser. If this one came from somebody "
                    "else, it may be an attempt to get in: show it to whoever looks after security."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "nobody": Wording(
                headline=N_("The sign-in message says that it worked, but names nobody."),
                saw=N_("There is no part about a person (SAML assertion) in it."),
                expected=N_("One signed part about one person."),
                advice=N_("Take a new message from your own browser, whole and unchanged."),
                proof=SIGN_IN_AGAIN,
            ),
            "comment": Wording(
                headline=N_(
                    "Don't trust this sign-in message: something is hidden in the person's name."
                ),
                saw=N_("There is a comment inside the name (NameID)."),
                expected=N_("A name and nothing else."),
                advice=N_(
                    "Take a new message from your own browser. If this one came from somebody "
                    "else, it may be an attempt to sign in as another person: show it to whoever "
                    "looks after security."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
    Condition(
        id="S28",
        level=Level.LIKELY,
        side=Side.THIS_COMPUTER,
        stage=StageId.VALIDATE,
        wordings={
            "session": Wording(
                headline=N_("The person's sign-in at JumpCloud had run out."),
                saw=N_("It was used at {saw}."),
                expected=N_("It was good until {expected}."),
                advice=N_(
                    "Sign out of JumpCloud's user portal first, then start the sign-in once more "
                    "from DeskPRO's start page."
                ),
                proof=SIGN_IN_AGAIN,
            ),
            "old": Wording(
                headline=N_("The person signed in at JumpCloud long ago."),
                saw=N_("That was at {saw}."),
                expected=N_(
                    "Some sites take only a sign-in of the last hours; this message was used at "
                    "{expected}."
                ),
                advice=N_(
                    "Sign out of JumpCloud's user portal first, then start the sign-in once more "
                    "from DeskPRO's start page."
                ),
                proof=SIGN_IN_AGAIN,
            ),
        },
    ),
)
