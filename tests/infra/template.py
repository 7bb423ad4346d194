"""infra/template.yaml as CloudFormation reads it: with parameters in place and conditions decided."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).resolve().parents[2] / "infra" / "template.yaml"

ACCOUNT, REGION = "123456789012", "eu-west-3"

#: What must be said, and what is read of the rest.
PARAMETERS = {"SiteUrl": "https://shop.example", "ShopEmail": "hello@shop.example"}

_NAME = re.compile(r"\$\{([^}]+)\}")


class NoValue:
    """What stands in a place where nothing is to be."""


class _Loader(yaml.SafeLoader):
    """YAML with the short forms of CloudFormation's functions."""


def _function(loader: yaml.SafeLoader, tag: str, node: yaml.Node) -> dict[str, Any]:
    name = tag if tag in ("Ref", "Condition") else f"Fn::{tag}"
    if isinstance(node, yaml.ScalarNode):
        return {name: loader.construct_scalar(node)}
    assert isinstance(node, yaml.SequenceNode)
    return {name: loader.construct_sequence(node, deep=True)}


_Loader.add_multi_constructor("!", _function)


def read(text: str | None = None) -> dict[str, Any]:
    found = yaml.load(text or FILE.read_text(encoding="utf-8"), _Loader)
    assert isinstance(found, dict)
    return found


@dataclass
class Stack:
    """The template as it is put up once."""

    name: str = "shop"
    parameters: Mapping[str, str] = field(default_factory=dict)
    template: Mapping[str, Any] = field(default_factory=read)

    def resources(self, kind: str) -> dict[str, dict[str, Any]]:
        """The properties of all that there are of that kind."""
        return {
            name: self.value(each.get("Properties", {}))
            for name, each in self.template["Resources"].items()
            if each["Type"] == kind and ("Condition" not in each or self._holds(each["Condition"]))
        }

    def functions(self) -> dict[str, dict[str, Any]]:
        """The functions by the names of their files, with what is the same for all."""
        common = self.value(self.template["Globals"]["Function"])
        found = {}
        for properties in self.resources("AWS::Serverless::Function").values():
            name = properties["Handler"].split(".")[1]
            merged = {**common, **properties}
            own = properties.get("Environment", {}).get("Variables", {})
            merged["Environment"] = {**common["Environment"]["Variables"], **own}
            found[name] = merged
        return found

    def value(self, thing: Any) -> Any:
        match thing:
            case {"Ref": name}:
                return self._ref(name)
            case {"Fn::Sub": text}:
                return _NAME.sub(lambda match: str(self._named(match[1])), text)
            case {"Fn::GetAtt": name}:
                return self._attribute(*name.split(".", 1))
            case {"Fn::If": [name, then, otherwise]}:
                return self.value(then if self._holds(name) else otherwise)
            case dict():
                found = {name: self.value(each) for name, each in thing.items()}
                return {name: each for name, each in found.items() if each is not NoValue}
            case list():
                return [each for each in map(self.value, thing) if each is not NoValue]
            case _:
                return thing

    def _holds(self, name: str) -> bool:
        return self._decided(self.template["Conditions"][name])

    def _decided(self, condition: Any) -> bool:
        match condition:
            case {"Fn::Equals": [one, other]}:
                return str(self.value(one)) == str(self.value(other))
            case {"Fn::Not": [inner]}:
                return not self._decided(inner)
            case {"Fn::And": inner}:
                return all(map(self._decided, inner))
            case {"Condition": name}:
                return self._holds(name)
        raise AssertionError(condition)

    def _named(self, name: str) -> Any:
        return self._attribute(*name.split(".", 1)) if "." in name else self._ref(name)

    def _ref(self, name: str) -> Any:
        pseudo = {
            "AWS::StackName": self.name, "AWS::Region": REGION, "AWS::AccountId": ACCOUNT,
            "AWS::Partition": "aws", "AWS::NoValue": NoValue,
        }  # fmt: skip
        if name in pseudo:
            return pseudo[name]
        if name in self.template["Parameters"]:
            given = {**PARAMETERS, **self.parameters}
            return given.get(name, self.template["Parameters"][name].get("Default"))
        properties = self.template["Resources"][name].get("Properties", {})
        named = properties.get("TableName") or properties.get("Name")
        return self.value(named) if named and name != "Gateway" else f"{self.name}-{name}"

    def _attribute(self, name: str, attribute: str) -> str:
        if attribute != "Arn":
            return f"{self.name}-{name}.{attribute}"
        kind = self.template["Resources"][name]["Type"]
        service, sort = {
            "AWS::DynamoDB::Table": ("dynamodb", "table/"),
            "AWS::Logs::LogGroup": ("logs", "log-group:"),
            "AWS::Serverless::Function": ("lambda", "function:"),
            "AWS::SQS::Queue": ("sqs", ""),
            "AWS::IAM::Role": ("iam", "role/"),
        }[kind]
        return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{sort}{self._ref(name)}"
