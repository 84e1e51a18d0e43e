"""Definitions of the metrics in metrics/meetings."""

from wording.definitions.definition import Definition

DEFINITIONS: tuple[Definition, ...] = ()
