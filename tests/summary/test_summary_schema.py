"""The published schema of summary.json: it takes every export, and nothing else."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from deskpro_sso_gui import resources
from deskpro_sso_gui.setup.facts import SsoMethod
from deskpro_sso_gui.setup.progress import Status
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Evidence, Flow
from deskpro_sso_gui.summary.facts import summary_facts
from deskpro_sso_gui.summary.json import SCHEMA, VERSION, to_json
from deskpro_sso_gui.summary.model import ProofState
from tests.support.records import NOW
from tests.support.summaries import RECORDS

Document = dict[str, Any]


def schema() -> Document:
    text = resources.path("schemas", "summary.schema.json").read_text(encoding="utf-8")
    read: Document = json.loads(text)
    return read


def faults(document: Document) -> list[str]:
    checker = Draft202012Validator(schema(), format_checker=FormatChecker())
    return [error.message for error in checker.iter_errors(document)]


def exported(which: str) -> Document:
    read: Document = json.loads(to_json(summary_facts(RECORDS[which](), now=NOW)))
    return read


@pytest.mark.parametrize("which", RECORDS)
def test_every_export_is_valid(which: str) -> None:
    document = exported(which)
    assert faults(document) == []
    assert document["schema"] == SCHEMA


def _objects(part: Any) -> Iterator[Document]:
    if isinstance(part, dict):
        if part.get("type") == "object":
            yield part
        for inner in part.values():
            yield from _objects(inner)


def test_the_schema_is_one_names_itself_and_describes_every_property() -> None:
    whole = schema()
    Draft202012Validator.check_schema(whole)
    assert whole["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert whole["$id"] == SCHEMA
    assert SCHEMA.startswith("urn:")
    assert SCHEMA.endswith(f":{VERSION}")
    objects = list(_objects(whole))
    assert len(objects) == 11
    for each in objects:
        assert each["additionalProperties"] is False
        assert each["required"] == list(each["properties"])
        assert all(inner["description"].strip() for inner in each["properties"].values())
    assert all(part["description"] for part in whole["$defs"].values())


@pytest.mark.parametrize("codes", [StageId, Status, SsoMethod, Evidence, Flow, ProofState])
def test_the_schema_knows_every_code(codes: Any) -> None:
    assert schema()["$defs"][codes.__name__]["enum"] == [code.value for code in codes]


def _less(key: str) -> Callable[[Document], object]:
    return lambda document: document.pop(key)


BREAKS: dict[str, Callable[[Document], object]] = {
    "another schema": lambda d: d.update(schema=SCHEMA.replace(":1", ":2")),
    "another version": lambda d: d.update(version=2),
    "no version": _less("version"),
    "no proofs": _less("proofs"),
    "something more": lambda d: d.update(api_key="jca_0"),
    "something more inside": lambda d: d["values"][0].update(secret=""),
    "a step too few": lambda d: d["stages"].pop(),
    "a status nobody knows": lambda d: d["stages"][0].update(status="green"),
    "an evidence nobody knows": lambda d: d["proofs"][0]["issued"].update(evidence="rumour"),
    "a number in words": lambda d: d["access"].update(people="three"),
    "a moment elsewhere": lambda d: d.update(made_at="2026-11-23T12:00:00+01:00"),
    "no moment": lambda d: d.update(made_at="yesterday"),
    "a day that is none": lambda d: d["dates"][0].update(on="2031-02-30"),
    "a list of numbers": lambda d: d.update(unchecked=[1]),
    "a name of nothing": lambda d: d.update(name=""),
    "a null": lambda d: d.update(headline=None),
}


@pytest.mark.parametrize("how", BREAKS)
def test_the_schema_refuses(how: str) -> None:
    document = deepcopy(exported("finished"))
    BREAKS[how](document)
    assert faults(document) != []
