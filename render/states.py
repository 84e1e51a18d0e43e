"""A state as a sign and a word."""

from wording.markup import Markup, html
from wording.page import State

SIGNS = {"act": "✕", "watch": "▲", "fine": "✓", "quiet": "○"}


def marked(state: State) -> Markup:
    """Only act and watch are tinted; the sign is for the eye, the word for everybody."""
    return html(
        '<span class="qd-state qd-{}"><span aria-hidden="true">{}</span>{}</span>',
        state.tone, SIGNS[state.tone], state.word,
    )  # fmt: skip
