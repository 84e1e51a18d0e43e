"""Addresses of a figure's rows: no control of a page that leads there takes a name out of them."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from config import SAMPLE
from metrics.figures import asked
from render import addresses
from views import PAGES

VIEWS = [view.file for view in PAGES if view.room != "Share"]
KINDS = ("button_group", "selectbox", "multiselect", "toggle", "radio", "slider", "text_input")


def test_an_argument_with_the_name_of_a_control_is_written_with_a_prefix() -> None:
    opens = {"of": "spending.burn", "months": "3", "project": "hub", "basis": "gross"}
    written = addresses.written(opens)
    assert written == {
        "of": "spending.burn", "of_months": "3", "of_project": "hub", "basis": "gross"
    }  # fmt: skip
    _, arguments = asked({n: [v] for n, v in addresses.read({**written, "rows": "day"}).items()})
    assert arguments == {"months": 3, "project": "hub", "basis": "gross"}


@pytest.mark.parametrize("view", VIEWS)
def test_no_control_of_a_page_is_in_the_addresses_it_leads_to(
    view: str, open_view: Callable[..., Any], sample_build: Path
) -> None:
    app = open_view(view, SAMPLE, sample_build).app
    bound = {each.proto.query_param_key for kind in KINDS for each in app.get(kind)} - {""}
    drawn = "".join(unescape(each.proto.body) for each in app.get("html"))
    asked_for = re.findall(r'href="rows\?([^"]+)"', drawn)
    asked_for += [each.proto.query_string for each in app.get("page_link")]
    led_to = {name for each in asked_for for name in parse_qs(each)}
    assert bound <= addresses.CONTROLS
    assert not bound & led_to
