"""Definitions of the metrics in metrics/briefing."""

from wording.definitions.definition import Definition

DEFINITIONS: tuple[Definition, ...] = ()
