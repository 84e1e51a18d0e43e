"""The Definitions of all public metrics, by name; one file a room of metrics/."""

from wording.definitions import (
    awards,
    briefing,
    data_quality,
    docs,
    funds,
    issues,
    launches,
    meetings,
    runway,
    spending,
)
from wording.definitions.definition import Definition

__all__ = ["DEFINITIONS", "Definition"]

ROOMS = (
    awards, briefing, data_quality, docs, funds, issues, launches, meetings, runway, spending,
)  # fmt: skip
DEFINITIONS: dict[str, Definition] = {
    each.metric: each for room in ROOMS for each in room.DEFINITIONS
}
