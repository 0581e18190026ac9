"""Write the bill of materials of a frozen program, in CycloneDX's JSON.

It names every part that is in the program with version, licence and package address. It holds no
time and no random number but those that follow from its content, so that it can be made again.
"""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from cyclonedx.factory.license import LicenseFactory
from cyclonedx.model import Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.bom_ref import BomRef
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

import project
from bundled import Kind, Part

_NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_DNS, "deskpro-sso-assistant.invalid")


class BillError(Exception):
    """The bill does not follow the schema; the message says where."""


def make(parts: Sequence[Part], system: str) -> str:
    """Return the bill of a program made of ``parts`` for ``system``.

    Raises:
        BillError: it does not follow CycloneDX's schema.
    """
    version = project.version()
    program = Component(
        name=project.NAME,
        version=version,
        type=ComponentType.APPLICATION,
        bom_ref=BomRef(f"{project.NAME}@{version}"),
        description=project.SUMMARY,
        licenses=[LicenseFactory().make_from_string(project.LICENCE)],
        properties=[Property(name="system", value=system)],
    )
    bom = Bom(components=[_component(part) for part in parts])
    bom.metadata.component = program
    bom.metadata.timestamp = datetime.fromtimestamp(project.source_date(), UTC)
    bom.register_dependency(program, bom.components)
    bom.serial_number = uuid.uuid5(
        _NAMESPACE, "\n".join(f"{part.kind} {part.name} {part.version}" for part in parts)
    )
    text = JsonV1Dot6(bom).output_as_string(indent=2)
    complaint = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if complaint:
        raise BillError(repr(complaint))
    return f"{text}\n"


def _component(part: Part) -> Component:
    return Component(
        name=part.name,
        version=part.version or None,
        type=ComponentType.LIBRARY,
        bom_ref=BomRef(f"{part.kind}/{part.name}@{part.version}"),
        purl=_address(part),
        licenses=[_licence(part.licence)],
        components=[
            Component(
                name=each.name,
                version=each.version or None,
                type=ComponentType.LIBRARY,
                bom_ref=BomRef(f"{part.name}/{each.name}@{each.version}"),
                purl=PackageURL.from_string(each.purl) if each.purl else None,
                licenses=[_licence(each.licence)] if each.licence else [],
            )
            for each in part.inside
        ],
    )


def _licence(words: str) -> DisjunctiveLicense | LicenseExpression:
    made = LicenseFactory().make_from_string(words)
    if isinstance(made, DisjunctiveLicense | LicenseExpression):
        return made
    raise BillError(words)


def _address(part: Part) -> PackageURL:
    distributor = {Kind.DEBIAN: "debian"}.get(part.kind)
    return PackageURL(part.kind, distributor, part.name, part.version or None)
