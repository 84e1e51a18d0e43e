"""Definitions of the metrics in metrics/issues."""

from wording.definitions.definition import Definition

DEFINITIONS: tuple[Definition, ...] = ()
