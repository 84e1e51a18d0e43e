"""Traces of a figure: their order, x and y as numbers and days, never as words."""

import base64
import re
from typing import Any

import numpy as np

from .values import MOST_ROWS, Pairs, digest, plain
from .words import number

DAY = re.compile(r"\d{4}-\d\d-\d\d([T ].*)?")
DRAWN = ("x", "y", "base", "width")


def traces(block: str, figure: dict[str, Any]) -> Pairs:
    """One key per trace and axis; long ones as length, sum, first and last."""
    yield f"{block}.traces", [trace.get("type", "scatter") for trace in figure["data"]]
    for place, trace in enumerate(figure["data"]):
        for name in DRAWN:
            if trace.get(name) is None:
                continue
            values = [_value(each) for each in _list(trace[name])]
            if len(values) > MOST_ROWS:
                values = [len(values), digest(values), values[0], values[-1]]
            yield f"{block}.{place}.{name}", values
        texts = trace.get("text")
        labels = _list(texts) if texts is not None else []
        if any(shown := [number(str(each)) for each in labels]):
            yield f"{block}.{place}.text", shown

    shapes = figure.get("layout", {}).get("shapes") or ()
    if shapes:
        ends = [[_value(shape.get("x0")), _value(shape.get("x1"))] for shape in shapes]
        yield f"{block}.shapes", ends


def _list(values: Any) -> list[Any]:
    if isinstance(values, dict) and "bdata" in values:
        return list(np.frombuffer(base64.b64decode(values["bdata"]), values["dtype"]))
    return list(values) if isinstance(values, (list, tuple, np.ndarray)) else [values]


def _value(value: Any) -> Any:
    """Days and numbers; of a name only that there is one."""
    if isinstance(value, (list, tuple, np.ndarray)):
        return [_value(each) for each in value]
    shown = plain(value)
    if isinstance(shown, str) and not isinstance(value, str):
        return shown
    if isinstance(shown, str):
        day = DAY.fullmatch(shown)
        return (
            shown.replace(" ", "T").removesuffix(".000000").removesuffix("T00:00:00")
            if day
            else number(shown)
        )
    return shown
