"""The figure that a Chart names."""

import importlib
import json
import pickle
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import numpy as np
import plotly.graph_objects as go

from charts.theme import Ink, inert
from render import room
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


def drawn_once(figure: Any, *, is_clickable: bool) -> Any:
    """The same figure, so that a browser draws it once; its `figure` is not changed.

    Its labels have their room from the start, where their widths are known.
    Streamlit's component hands Plotly each figure twice, the second time as a copy. A template, an
    array of numbers in binary, any array without `datarevision`, and a mode of the pointer that was
    not there at first count as a change, and a change is drawn anew from nothing.

    is_clickable  a click on a mark is told to the server: the modes that Streamlit then sets
    """
    own = figure.layout.to_plotly_json()
    shared = own.pop("template", {}).get("layout", {})
    axes = {name: shared[name[:5]] for name in own if name[:5] in ("xaxis", "yaxis")}
    layout = _laid({**shared, **axes}, own)
    if is_clickable:
        layout |= {"clickmode": "event+select", "dragmode": "pan"}
        layout["hovermode"] = own.get("hovermode", "closest")
    layout["datarevision"] = sha256(figure.to_json().encode()).hexdigest()[:16]
    traces = [_listed(trace.to_plotly_json()) for trace in figure.data]
    drawn = go.Figure(data=traces, layout=room.fitted(traces, layout))
    drawn.layout.template = None  # a new figure has Plotly's own
    return drawn


def _listed(value: Any) -> Any:
    """The same without arrays of numbers, which Plotly would send in binary."""
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        return value.tolist()
    if isinstance(value, dict):
        return {key: _listed(each) for key, each in value.items()}
    return value


def _laid(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """One layout over another, part by part."""
    found = {**below, **above}
    for name in below.keys() & above.keys():
        if isinstance(below[name], dict) and isinstance(above[name], dict):
            found[name] = _laid(below[name], above[name])
    return found
