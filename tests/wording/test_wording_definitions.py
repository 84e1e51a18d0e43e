"""Every public metric has one Definition in plain English, and its slots are its figures."""

import re
from collections import Counter
from dataclasses import fields, is_dataclass
from string import Formatter
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from metrics.metric import public
from wording import definitions
from wording.definitions import DEFINITIONS, Definition

METRICS = public()
# Words of programmers, and of the old dialect.
NOT_FOR_A_TREASURER = re.compile(
    r"\b(None|null|str|Decimal|as_of|bool|DataFrame|tells?|told|mend|set down|speaks? of)\b"
)


def test_each_public_metric_has_exactly_one_definition() -> None:
    made = Counter(each.metric for room in definitions.ROOMS for each in room.DEFINITIONS)
    assert made == Counter(list(METRICS))


def facts(kind: Any) -> set[str]:
    """The fields and properties of the dataclass behind an answer."""
    if get_origin(kind) in (Union, UnionType, list, tuple):
        return set().union(*(facts(each) for each in get_args(kind)))
    if not is_dataclass(kind):
        return set()
    properties = {name for name in dir(kind) if isinstance(getattr(kind, name), property)}
    return {field.name for field in fields(kind)} | properties


@pytest.mark.parametrize("definition", DEFINITIONS.values(), ids=lambda each: each.metric)
def test_each_slot_is_a_figure_of_the_metrics_answer(definition: Definition) -> None:
    slots = {name for _, name, _, _ in Formatter().parse(definition.formula) if name}
    answer = get_type_hints(METRICS[definition.metric])["return"]
    assert slots <= facts(answer)


@pytest.mark.parametrize("definition", DEFINITIONS.values(), ids=lambda each: each.metric)
def test_a_definition_is_for_a_treasurer(definition: Definition) -> None:
    said = " ".join([definition.name, definition.means, definition.formula, *definition.caveats])
    assert not NOT_FOR_A_TREASURER.findall(said)
    sentences = [definition.means, *definition.caveats]
    assert [said for said in sentences if not said.endswith(".")] == []
