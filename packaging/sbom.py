"""The software bill of materials of a package, CycloneDX 1.6."""

from __future__ import annotations

from collections.abc import Iterable

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from mura_desktop import licences


class InvalidBomError(ValueError):
    """What was written is not valid CycloneDX: a fault of this script."""


def bill_of_materials(
    version: str, listed: Iterable[licences.Component], system: Iterable[str]
) -> str:
    """Return the document, validated against CycloneDX's own schema.

    Parameters
    ----------
    version
        Of the program.
    listed
        Python distributions in the package.
    system
        Packages of the system whose libraries are in it.

    Raises
    ------
    InvalidBomError
        Where the result is not valid.
    """
    factory = LicenseFactory()
    bom = Bom()
    program = Component(
        name="mura-desktop",
        version=version,
        type=ComponentType.APPLICATION,
        bom_ref="mura-desktop",
        licenses=[factory.make_from_string("Apache-2.0")],
    )
    bom.metadata.component = program
    parts = [
        Component(
            name=part.name,
            version=part.version,
            type=ComponentType.LIBRARY,
            bom_ref=f"pypi:{licences.plain_name(part.name)}",
            purl=PackageURL("pypi", None, licences.plain_name(part.name), part.version),
            licenses=[factory.make_from_string(part.licence)],
        )
        for part in listed
    ]
    parts += [
        Component(name=name, type=ComponentType.LIBRARY, bom_ref=f"system:{name}")
        for name in system
    ]
    for part in parts:
        bom.components.add(part)
    bom.register_dependency(program, parts)
    text = str(JsonV1Dot6(bom).output_as_string(indent=1))
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault is not None:
        raise InvalidBomError(f"the bill of materials is not valid: {fault}")
    return text + "\n"
