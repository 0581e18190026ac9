"""Every call that the client of JumpCloud can make, once, and a server that suits them all."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from deskpro_sso_gui.jumpcloud.client import JumpCloud
from deskpro_sso_gui.setup.facts import ApplicationRequest
from deskpro_sso_gui.setup.plan import wanted_config
from tests.support.http_server import Answer, Seen

SPECS: Final = (
    Path(__file__).resolve().parents[2].parent / "shared" / "data" / "jumpcloud" / "specs"
)
"""JumpCloud's published descriptions, beside the project and no part of it."""

ORGANIZATION = "60259a2ad81e1a474d4e7c83"
APPLICATION = "6710c0ffee0123456789abcd"
GROUP = "60259a3cb544065d1eaf2760"
USER = "60259a3cb544065d1eaf2761"
IDP_URL = "https://sso.jumpcloud.com/saml2/deskpro"

_APPLICATION = {"_id": APPLICATION, "name": "saml2", "ssoUrl": IDP_URL, "sso": {"type": "saml"}}
_ANSWERS = {
    r"GET /api/organizations/\w+/applications/\w+/metadata\.xml": Answer(
        200, "<EntityDescriptor/>"
    ),
    r"GET /api/organizations": Answer(
        200, {"totalCount": 1, "results": [{"_id": ORGANIZATION, "displayName": None}]}
    ),
    r"GET /api/organizations/\w+": Answer(200, {"settings": {"name": "Acme"}}),
    r"GET /api/users/getSelf": Answer(200, {"email": "admin@acme.example"}),
    r"GET /api/application-templates/\w+": Answer(200, {"_id": "1", "name": "saml2"}),
    r"GET /api/application-templates": Answer(
        200, {"totalCount": 1, "results": [{"_id": "1", "name": "saml2"}]}
    ),
    r"POST /api/applications": Answer(200, _APPLICATION),
    r"\w+ /api/applications/\w+": Answer(200, _APPLICATION),
    r"POST /api/v2/usergroups": Answer(201, {"id": GROUP, "name": "Agents"}),
    r"DELETE /api/v2/usergroups/\w+": Answer(204),
    r"GET /api/v2/usergroups/\w+": Answer(200, {"id": GROUP, "name": "Agents"}),
    r"GET /api/v2/.*": Answer(200, []),
    r"POST /api/v2/applications/\w+/associations": Answer(204),
    r"\w+ /api/v2/applications/\w+/logo": Answer(204),
    r"POST /insights/directory/v1/events": Answer(200, []),
    r"\w+ /api/(applications|systemusers|search/systemusers)": Answer(
        200, {"totalCount": 0, "results": []}
    ),
}


def answers(seen: Seen) -> Answer:
    """Answer any call of the tour."""
    asked = f"{seen.method} {seen.path}"
    return next(answer for pattern, answer in _ANSWERS.items() if re.fullmatch(pattern, asked))


async def every_call(client: JumpCloud) -> None:
    """Make every call, with all there is to send."""
    await client.organizations()
    for each in await client.listed_organizations():
        await client.named(each)
    await client.myself()
    await client.templates()
    await client.applications()
    await client.create_application(
        ApplicationRequest(
            template="saml2",
            template_display_name="SAML2.0",
            label="DeskPRO",
            sso_url=IDP_URL,
            description="Helpdesk",
            logo_color="#006CAC",
            config=wanted_config(
                idp_url=IDP_URL,
                sp_entity_id="https://acme.example/saml/metadata/3.xml",
                acs_url="https://acme.example/agent/login/authenticate-callback/3",
            ),
        )
    )
    application = await client.application(APPLICATION)
    config = {"acsUrl": {"type": "text", "value": "https://acme.example/x", "position": 4}}
    await client.update_application(application, active=True, config=config)
    await client.upload_logo(APPLICATION, b"\x89PNG\r\n\x1a\n", "image/png")
    await client.delete_logo(APPLICATION)
    await client.metadata(ORGANIZATION, APPLICATION)
    await client.groups("agents")
    await client.group(GROUP)
    await client.create_group("Agents", "Who works in DeskPRO")
    await client.members_count(GROUP)
    await client.group_uses(GROUP)
    await client.bind(APPLICATION, [GROUP])
    await client.unbind(APPLICATION, [GROUP])
    await client.bound_groups(APPLICATION)
    await client.users_with_access(APPLICATION)
    await client.groups_of_user(USER)
    await client.find_users("ann")
    await client.users()
    await client.user_by_email("ann@acme.example")
    await client.sign_ins(datetime(2026, 11, 23, 17, tzinfo=UTC))
    await client.delete_application(APPLICATION)
    await client.delete_group(GROUP)
