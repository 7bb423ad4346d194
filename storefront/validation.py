"""Checks what a file says against a model and puts every mistake at its place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from storefront.characters import typed_again
from storefront.fields import Context, Fault, Faults
from storefront.keys import FORM, keys_of
from storefront.nodes import Mapping, Node, Scalar, Sequence, Way, plain
from storefront.problems import Problem, quoted
from storefront.source import Source, glued
from storefront.wording import near

Model = TypeVar("Model", bound=BaseModel)

#: What says more of a key without a value than that a comma has cut it off.
_PLAINER = ("how_many", "hours_cut", "no_space", "number_cut")
#: A colour begins as a comment does.
_COLOUR = ("button", "colour")
_CODES = {
    "tuple_type": "list_expected",
    "list_type": "list_expected",
    "too_short": "too_short",
    "union_tag_not_found": "options_shape",
    "union_tag_invalid": "options_shape",
}


def validate(
    model: type[Model], source: Source, context: Context, problems: list[Problem],
    at: Way = (), apart: tuple[str, ...] = (),
) -> Model | None:  # fmt: skip
    """The values there, or None with every mistake noted. Keys named in *apart* are left to others."""
    node = source.node(at)
    values = plain(node)
    if isinstance(values, dict):
        values = {key: value for key, value in values.items() if key not in apart}
    empty = {
        way: problem for way, problem in _empty(source, node, at) if way[len(at) :][:1] not in _ways(apart)
    }
    found: list[Problem] = []
    read = None
    try:
        read = model.model_validate(values, context=context)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        for detail in filter(partial(_tells, details=details), details):
            if detail["type"] == "extra_forbidden":
                way = (*at, *_steps(detail["loc"]))
                if _is_cut_off(source, way):
                    continue
                empty.pop(way, None)
            found.extend(_problems(model, source, at, detail))
    told = {(problem.line, problem.column) for problem in found}
    found.extend(problem for problem in empty.values() if (problem.line, problem.column) not in told)
    problems.extend(found)
    return None if found else read


def faults_as_problems(source: Source, at: Way, faults: tuple[Fault, ...]) -> list[Problem]:
    """What a field reader complains about, at its place; empty values are spoken of elsewhere."""
    return [
        source.problem((*at, *fault.at), fault.code, on_key=fault.on_key, **fault.values)
        for fault in faults
        if (fault.on_key and (fault.code in _PLAINER or not _is_cut_off(source, (*at, *fault.at))))
        or not _is_empty(source, (*at, *fault.at))
    ]


def _problems(model: type[BaseModel], source: Source, at: Way, detail: Any) -> list[Problem]:
    steps = _steps(detail["loc"])
    kind = detail["type"]
    if kind == "extra_forbidden":
        return [_unknown_key(model, source, at, steps)]
    if kind == "missing":
        example = _example(model, steps)
        return [source.problem((*at, *steps[:-1]), "missing", key=steps[-1], example=example)]
    way = (*at, *steps)
    if _is_empty(source, way):
        return []
    if kind == "value_error" and isinstance(fault := detail["ctx"]["error"], Faults):
        return faults_as_problems(source, way, fault.faults)
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        if values := glued(source.node(way)):
            return [source.problem(way, "no_space", key=values["key"], text=values["text"])]
        return [source.problem(way, "keys_expected", example=_example(model, steps))]
    return [source.problem(way, _CODES.get(kind, "wrong"), example=_example(model, steps))]


def _tells(detail: Any, details: list[Any]) -> bool:
    """Whether an error says something new: a list is not too short when its items are merely wrong."""
    loc = detail["loc"]
    return detail["type"] != "too_short" or not any(
        other["loc"][: len(loc)] == loc and len(other["loc"]) > len(loc) for other in details
    )


def _steps(loc: Way) -> Way:
    return tuple(step for step in loc if not str(step).startswith(FORM))


def _ways(keys: tuple[str, ...]) -> set[Way]:
    return {(key,) for key in keys}


def _unknown_key(model: type[BaseModel], source: Source, at: Way, steps: Way) -> Problem:
    key = str(steps[-1])
    word, colon, rest = key.partition(":")
    known = list(keys_of(_owner(model, steps)))
    if colon and word in known:
        hint = f"leave a space after the colon: {quoted(f'{word}: {rest}')[1:-1]}"
    elif key.isdigit():
        hint = "a comma separates keys here; write numbers with a point, such as 12.50"
    else:
        plain = typed_again(key)
        hint = near(plain, known) or "the keys here are " + ", ".join(known)
    return source.problem((*at, *steps), "unknown_key", on_key=True, key=quoted(key), near=hint)


def _owner(model: type[BaseModel], steps: Way) -> type[BaseModel]:
    """The model whose key the last step is."""
    for step in steps[:-1]:
        if isinstance(step, str) and step in (keys := keys_of(model)):
            model = _model_in(keys[step].annotation) or model
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    parts = (_model_in(part) for part in getattr(annotation, "__args__", ()))
    return next((part for part in parts if part), None)


def _example(model: type[BaseModel], steps: Way) -> str:
    """How the key is written, from the model's own example."""
    if not steps:
        return _whole_example(model)
    if not isinstance(steps[-1], str):
        return _example(model, steps[:-1])
    field = keys_of(_owner(model, steps)).get(steps[-1])
    if field is None or not field.examples:
        return ""
    return f"for example {steps[-1]}: {inline(field.examples[0])}"


def _whole_example(model: type[BaseModel]) -> str:
    """How all that is needed is written, one key after another."""
    needed = [(key, field) for key, field in keys_of(model).items() if field.is_required() and field.examples]
    return (
        f"for example {inline({key: (field.examples or [''])[0] for key, field in needed})}" if needed else ""
    )


def inline(value: object) -> str:
    """A value in YAML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {inline(part)}" for key, part in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(inline, value)) + "]"
    words = str(value)
    special = any(mark in words for mark in (": ", ", ", "#", "{", "[", "*")) or words[:1] in "+'\"&!|>%@`"
    return f'"{words}"' if special else words


def _is_empty(source: Source, way: Way) -> bool:
    node = source.node(way)
    return isinstance(node, Scalar) and node.empty


def _is_cut_off(source: Source, way: Way) -> bool:
    """Whether a word ends up as a key because a comma cut it off; digits are told of a price's comma."""
    node = source.node(way)
    return isinstance(node, Scalar) and node.style == "absent" and not str(way[-1]).isdigit()


def _empty(source: Source, node: Node, way: Way) -> Iterator[tuple[Way, Problem]]:
    """Every key and list item with nothing after it."""
    if isinstance(node, Mapping):
        for key, value in node.entries:
            yield from _empty(source, value, (*way, key.text))
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from _empty(source, item, (*way, index))
    elif node.empty and way:
        code = "nothing" if isinstance(way[-1], str) else "nothing_item"
        code = "no_colon" if node.style == "absent" else code
        code = "commented" if code == "nothing" and way[-2:] == _COLOUR else code
        yield way, source.problem(way, code, on_key=code != "nothing_item", key=quoted(str(way[-1])))
