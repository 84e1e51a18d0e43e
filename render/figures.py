"""The figure that a Chart names."""

import importlib
import json
import pickle
from typing import Any

import plotly.graph_objects as go

from charts.theme import Ink, inert
from wording.page import Chart


def figure_of(block: Chart, ink: Ink) -> Any:
    """The figure that a Chart names, drawn in an ink; no tag of the data's own is alive in it."""
    module, function = block.figure.split(".")
    draw = getattr(importlib.import_module(f"charts.{module}"), function)
    figure = draw(ink=ink, **block.facts)
    if b"<" not in pickle.dumps(block.facts):  # no tag of the data's own, so no need to look
        return figure
    drawn = json.loads(figure.to_json())
    safe = inert(drawn)
    return figure if safe == drawn else go.Figure(safe)
