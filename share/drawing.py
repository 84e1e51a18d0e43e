"""Charts as pictures, in a process of its own: JSON in and out.

    python -m share.drawing PLOTLY CHROME

Kaleido has one server per process and shares it between threads, so that two packs made at once
would get each other's charts; and a browser that hangs would hold its thread for good.

It loads its page anew for every picture: PLOTLY is the address of a small plotly.js, and MathJax,
which it would ask of a server each time, is left out.
"""

import asyncio
import base64
import json
import sys
from typing import Any

import kaleido

FORMS = (("svg", 1), ("png", 2))  # and scale


async def drawn(
    figures: dict[str, dict[str, Any]], width: int, plotly: str, chrome: str
) -> dict[str, list[str]]:
    """Each figure as [SVG, PNG at twice its size], in base64, by one run of the browser."""
    found = {}
    async with kaleido.Kaleido(path=chrome, plotlyjs=plotly, mathjax=False) as browser:
        for name, figure in figures.items():
            size = {"width": width, "height": figure["layout"].get("height")}
            pictures = [
                await browser.calc_fig(figure, opts={**size, "format": form, "scale": scale})
                for form, scale in FORMS
            ]
            found[name] = [base64.b64encode(picture).decode() for picture in pictures]
    return found


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    json.dump(asyncio.run(drawn(asked["figures"], asked["width"], *sys.argv[1:])), sys.stdout)
