"""Definitions of the metrics in metrics/spending."""

from wording.definitions.definition import Definition

DEFINITIONS: tuple[Definition, ...] = ()
