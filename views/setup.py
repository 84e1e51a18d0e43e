"""What is set up, and what would the next piece unlock? Read-only: the file is edited by hand."""

import os

import streamlit as st

from metrics.data_quality import setup
from views import page

config = page.house().config
pieces = setup.pieces(config, os.environ)
page.head(
    "What is set up, and what would the next piece unlock?",
    setup.sentence(pieces),
    f"Read from {config.file.name}. This page changes nothing: edit the file, then run "
    f"{setup.COMMAND}.",
)
if config.is_sample:
    page.note(
        "empty",
        "<b>This is the sample, a fictional team.</b> Your own three numbers make a first runway: "
        "<code>python -m pipelines start --balance 26000 --monthly 4000 --ends 2027-10-01</code>",
    )
for mistake in setup.lost_files(config):
    page.note("error", page.html("{}", mistake))

page.table(
    ["Piece", "State", "What is set", ("What it unlocks", "qd-hide")],
    [
        (
            piece.name,
            page.state("fine", "Set") if piece.is_set else page.state("quiet", "Not set up"),
            page.html("{}<small>{}</small>", ", ".join(piece.found) or "–", piece.advice),
            piece.unlocks,
        )
        for piece in pieces
    ],
)

missing = [piece for piece in pieces if not piece.is_set]
if missing:
    st.space("medium")
    st.subheader("Lines to add to dashboard.toml", anchor=False)
for piece in missing:
    st.html(page.html('<div class="qd-basis"><b>{}</b> unlock {}</div>', piece.name, piece.unlocks))
    st.code(piece.lines, language=None)
if missing:
    st.html(page.html("Then run <code>{}</code>; pages follow by themselves.", setup.COMMAND))
st.html(
    '<p class="qd-basis">Every setting stands in dashboard.example.toml. '
    "<code>python -m pipelines check</code> says the same in a terminal.</p>"
)
