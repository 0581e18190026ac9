import asyncio

import httpx
import pytest

from deskpro_sso_gui.practice.faults import Fault
from tests.support.jumpcloud_sandbox import Json, JumpCloudSandbox

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def connectors(sandbox: JumpCloudSandbox) -> dict[str, Json]:
    answer = await sandbox.client.get("/api/application-templates?limit=100")
    return {each["name"]: each for each in answer.json()["results"]}


async def test_the_catalogue_has_deskpro_and_the_custom_connector(
    sandbox: JumpCloudSandbox,
) -> None:
    found = await connectors(sandbox)

    assert set(found) == {"aws-sso", "bookmark", "deskpro", "oidc", "saml2"}
    assert found["saml2"]["config"]["acsUrl"]["value"] == "https://YOUR_ACS_URL/"
    assert found["saml2"]["config"]["subjectField"]["value"] == "email"
    assert found["saml2"]["ssoUrl"] == f"{sandbox.ready.jumpcloud}/saml2/saml2"


async def test_the_deskpro_connector_has_placeholders_and_no_say_in_the_name_id(
    sandbox: JumpCloudSandbox,
) -> None:
    config = (await connectors(sandbox))["deskpro"]["config"]

    assert "subjectField" not in config
    assert "overrideNameIdFormat" not in config
    assert "YOURDOMAIN" in config["acsUrl"]["value"]
    assert "YOURDOMAIN" in config["spEntityId"]["value"]


async def test_a_connector_is_found_by_name_and_read_by_id(sandbox: JumpCloudSandbox) -> None:
    listed = await sandbox.client.get(
        "/api/application-templates", params={"filter[0]": "name:$eq:deskpro"}
    )
    [found] = listed.json()["results"]
    read = await sandbox.client.get(f"/api/application-templates/{found['_id']}")

    assert read.json() == found
    assert (await sandbox.client.get(f"/api/application-templates/{'0' * 24}")).status_code == 404


async def test_the_deskpro_connector_can_be_rich_or_absent(sandbox: JumpCloudSandbox) -> None:
    sandbox.store.set_faults([Fault.RICH_DESKPRO_TEMPLATE])
    rich = await connectors(sandbox)
    sandbox.store.set_faults([Fault.NO_DESKPRO_TEMPLATE])

    assert set(rich["saml2"]["config"]) == set(rich["deskpro"]["config"])
    assert "deskpro" not in await connectors(sandbox)


async def test_a_created_application_has_what_was_sent_and_defaults_for_the_rest(
    sandbox: JumpCloudSandbox,
) -> None:
    made = await sandbox.create(description="Tickets", logo={"color": "#3E8696"})

    assert len(made["_id"]) == 24
    assert made["id"] == made["_id"]
    assert made["active"] is True
    assert (made["displayLabel"], made["description"]) == ("DeskPRO", "Tickets")
    assert made["organization"] == sandbox.ready.organization
    assert made["logo"]["color"] == "#3E8696"
    assert made["config"]["spEntityId"]["value"] == f"{sandbox.ready.deskpro}/saml/metadata/3.xml"
    assert made["config"]["signAssertion"]["value"] is True
    assert made["config"]["signatureAlgorithm"]["value"] == "RSA-SHA256"
    assert made["config"]["declareRedirectEndpoint"]["value"] is False
    assert (await sandbox.client.get(f"/api/applications/{made['_id']}")).json() == made


async def test_an_application_is_inactive_unless_it_says_otherwise(
    sandbox: JumpCloudSandbox,
) -> None:
    body = sandbox.body()
    del body["active"]
    answer = await sandbox.client.post("/api/applications", json=body)

    assert answer.json()["active"] is False


async def test_two_applications_may_have_the_same_address(sandbox: JumpCloudSandbox) -> None:
    first, second = await sandbox.create(), await sandbox.create()

    assert first["ssoUrl"] == second["ssoUrl"]
    assert first["_id"] != second["_id"]
    answering = sandbox.store.application_by_suffix("deskpro")
    assert answering is not None
    assert answering.id == first["_id"]


@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize("sso_url", ["", None])
async def test_the_address_is_required(
    sandbox: JumpCloudSandbox, method: str, sso_url: str | None
) -> None:
    path = "/api/applications"
    if method == "PUT":
        path = f"{path}/{(await sandbox.create())['_id']}"
    body = sandbox.body() | {"ssoUrl": sso_url}
    if sso_url is None:
        del body["ssoUrl"]
    answer = await sandbox.client.request(method, path, json=body)

    assert answer.status_code == 400
    assert answer.json() == {"status": 400, "error": "The IdP URL is required"}


async def test_an_oidc_application_takes_no_address(sandbox: JumpCloudSandbox) -> None:
    answer = await sandbox.client.post("/api/applications", json=sandbox.body(name="oidc"))

    assert answer.status_code == 400
    assert answer.json() == {"status": 400, "error": "ssoUrl is not allowed for OIDC apps"}


async def test_a_bookmark_takes_any_address_and_has_no_certificate(
    sandbox: JumpCloudSandbox,
) -> None:
    made = await sandbox.create(name="bookmark", ssoUrl="https://example.org/", config={})

    assert made["ssoUrl"] == "https://example.org/"
    assert "idpCertificate" not in made["config"]


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "no-such-connector"},
        {"description": "x" * 257},
        {"logo": {"color": "#123456"}},
        {"active": "yes"},
        {"config": {"signAssertion": {"value": "true"}}},
        {"config": {"subjectField": {"value": "shoe size"}}},
        {"config": {"databaseAttributes": {"value": [{"name": "email"}]}}},
        {"config": None},
    ],
)
async def test_what_does_not_fit_is_refused_and_makes_nothing(
    sandbox: JumpCloudSandbox, changes: dict[str, Json]
) -> None:
    answer = await sandbox.client.post("/api/applications", json=sandbox.body(**changes))

    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not sandbox.store.world.applications


async def test_attribute_rows_come_back_with_more_than_was_sent(
    sandbox: JumpCloudSandbox,
) -> None:
    config = sandbox.body()["config"] | {
        "databaseAttributes": {"value": [{"name": "first_name", "value": "firstname"}]}
    }
    made = await sandbox.create(config=config)
    [row] = made["config"]["databaseAttributes"]["value"]

    assert (row["name"], row["value"]) == ("first_name", "firstname")
    assert set(row) > {"name", "value"}


async def test_replacing_resets_what_is_left_out(sandbox: JumpCloudSandbox) -> None:
    made = await sandbox.create(description="Tickets", sso={"type": "saml", "hidden": True})
    certificate = {"idpCertificate": made["config"]["idpCertificate"]}
    answer = await sandbox.client.put(
        f"/api/applications/{made['_id']}",
        json={"name": "saml2", "ssoUrl": made["ssoUrl"], "config": certificate},
    )
    after = answer.json()

    assert answer.status_code == 200
    assert (after["active"], after["description"], after["sso"]["hidden"]) == (False, "", False)
    assert after["displayLabel"] == "SAML2.0"
    assert after["config"]["acsUrl"]["value"] == "https://YOUR_ACS_URL/"
    assert after["config"]["idpEntityId"]["value"] == ""


async def test_what_was_read_can_be_sent_back_and_changes_nothing(
    sandbox: JumpCloudSandbox,
) -> None:
    made = await sandbox.create()
    answer = await sandbox.client.put(f"/api/applications/{made['_id']}", json=made)

    assert answer.json() == made


async def test_the_connector_can_not_be_changed(sandbox: JumpCloudSandbox) -> None:
    made = await sandbox.create()
    answer = await sandbox.client.put(
        f"/api/applications/{made['_id']}", json=made | {"name": "aws-sso"}
    )

    assert answer.status_code == 200
    assert answer.json()["name"] == "saml2"


async def test_a_deleted_application_is_returned_and_gone(sandbox: JumpCloudSandbox) -> None:
    made = await sandbox.create()
    path = f"/api/applications/{made['_id']}"

    assert (await sandbox.client.delete(path)).json()["_id"] == made["_id"]
    gone = await sandbox.client.get(path)
    assert (gone.status_code, gone.json()) == (404, {"message": "Not Found"})
    assert (await sandbox.client.delete(path)).status_code == 404
    assert (await sandbox.client.put(path, json=made)).status_code == 404


async def test_version_two_shows_applications_without_their_settings(
    sandbox: JumpCloudSandbox,
) -> None:
    made = await sandbox.create()
    listed = await sandbox.client.get("/api/v2/applications")
    read = await sandbox.client.get(f"/api/v2/applications/{made['_id']}")

    assert listed.json() == [read.json()]
    assert "config" not in read.json()
    assert read.json()["sso"]["url"] == made["ssoUrl"]


async def test_a_picture_can_be_set_shown_and_removed(sandbox: JumpCloudSandbox) -> None:
    made = await sandbox.create()
    path = f"/api/v2/applications/{made['_id']}/logo"
    picture = b"\x89PNG\r\n\x1a\n and more"
    no_picture = await sandbox.client.post(path, files={"image": b"<svg/>"})
    other_field = await sandbox.client.post(path, files={"logo": picture})
    stored = await sandbox.client.post(path, files={"image": picture})
    url = (await sandbox.client.get(f"/api/applications/{made['_id']}")).json()["logo"]["url"]

    assert (no_picture.status_code, other_field.status_code) == (400, 400)
    assert stored.status_code == 204
    assert (await sandbox.client.get(url)).content == picture
    assert (await sandbox.client.delete(path)).status_code == 204
    assert (await sandbox.client.get(url)).status_code == 404


async def test_a_picture_can_be_forbidden(sandbox: JumpCloudSandbox) -> None:
    made = await sandbox.create()
    sandbox.store.set_faults([Fault.LOGO_FORBIDDEN])
    path = f"/api/v2/applications/{made['_id']}/logo"
    answer = await sandbox.client.post(path, files={"image": b"\x89PNG\r\n\x1a\n"})

    assert answer.status_code == 403
    assert not sandbox.store.world.applications[made["_id"]].logo_image


async def test_creating_can_be_forbidden(sandbox: JumpCloudSandbox) -> None:
    sandbox.store.set_faults([Fault.CREATE_FORBIDDEN])
    answer = await sandbox.client.post("/api/applications", json=sandbox.body())

    assert answer.status_code == 403
    assert not sandbox.store.world.applications


async def test_an_application_can_be_made_without_the_answer_arriving(
    sandbox: JumpCloudSandbox,
) -> None:
    sandbox.store.set_faults([Fault.CREATE_ANSWER_LOST])
    with pytest.raises(httpx.ReadTimeout):
        await sandbox.client.post("/api/applications", json=sandbox.body(), timeout=0.5)
    listed = await sandbox.client.get("/api/applications")

    assert listed.json()["totalCount"] == 1


async def test_several_applications_can_be_made_at_once(sandbox: JumpCloudSandbox) -> None:
    made = await asyncio.gather(*(sandbox.create(f"deskpro-{number}") for number in range(5)))

    assert len({each["_id"] for each in made}) == 5
    assert len({each["config"]["idpCertificate"]["value"] for each in made}) == 5
