"""Definitions of the metrics in metrics/funds."""

from wording.definitions.definition import Definition

DEFINITIONS: tuple[Definition, ...] = ()
