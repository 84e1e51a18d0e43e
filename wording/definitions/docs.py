"""Definitions of the metrics in metrics/docs."""

from wording.definitions.definition import Definition

DEFINITIONS: tuple[Definition, ...] = ()
