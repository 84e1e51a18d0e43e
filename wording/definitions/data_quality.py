"""Definitions of the metrics in metrics/data_quality."""

from wording.definitions.definition import Definition

DEFINITIONS: tuple[Definition, ...] = ()
