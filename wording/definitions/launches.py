"""Definitions of the metrics in metrics/launches."""

from wording.definitions.definition import Definition

DEFINITIONS: tuple[Definition, ...] = ()
