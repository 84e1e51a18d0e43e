"""Definitions of the metrics in metrics/runway."""

from wording.definitions.definition import Definition

DEFINITIONS: tuple[Definition, ...] = ()
