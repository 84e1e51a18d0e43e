"""A form for every piece of dashboard.toml, drawn from the fields of its model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from config import Config, ConfigError
from editing import changes, proof, sections
from editing.changes import By, Saved
from editing.save import NotSaved
from editing.sections import Setting
from editing.toml_text import CannotEdit
from editing.toml_text import Path as Keys
from views import page, writing
from views.html import plain
from wording import editing, section_fields
from wording import sections as wording
from wording.page import Note

KEPT = "change-piece"


@dataclass(frozen=True)
class About:
    """The entry that a form is about: its place, what it holds, its currency; and all funds."""

    path: Keys
    table: Mapping[str, Any]
    currency: str | None
    funds: Mapping[str, str]  # id → name


def draw(settings: Config) -> None:
    """Choose a piece and an entry, change its fields, look at the lines, save."""
    names = [piece.name for piece in wording.PIECES]
    chosen = st.selectbox(wording.PIECE, names, key="piece")
    piece = wording.PIECES[names.index(chosen)]
    page.show_blocks([Note("plain", wording.unlocks(piece))])
    held = sections.held(settings)
    path: Keys = piece.path
    if piece.is_list:
        listed = proof.value_at(held, path) or []
        funds = {fund.id: fund.name for fund in settings.funds}
        offered = [*wording.entries(listed, funds), *([] if piece.inside else [wording.NEW])]
        if not offered:
            page.show_blocks([Note("plain", editing.no_balances(has_funds=False))])
            return
        which = st.selectbox(wording.WHICH, offered, key=f"which-{chosen}-{len(listed)}")
        path = (*path, offered.index(which), *([piece.inside] if piece.inside else []))
    table = proof.value_at(held, path)
    _form(settings, path, table)
    _review(settings)


def _form(settings: Config, path: Keys, table: dict[str, Any] | None) -> None:
    fields = [s for s in sections.settings(path) if s.kind not in ("table", "tables")]
    shown = [each for each in fields if each.key not in sections.BY_HAND]
    first = [each for each in shown if each.is_required or each.key in (table or {})]
    first = first or shown
    rest = [each for each in shown if each not in first]
    names = {fund.id: fund.name for fund in settings.funds}
    about = About(path, table or {}, sections.currency(settings, path, table), names)
    with st.form(f"piece-{'-'.join(map(str, path))}", border=False):
        given = {each.key: _field(each, about) for each in first}
        if rest:
            with st.expander(wording.MORE, type="compact"):
                given |= {each.key: _field(each, about) for each in rest}
        is_asked = st.form_submit_button(wording.SHOW)
    if len(shown) < len(fields):
        hidden = [each.key for each in fields if each not in shown]
        page.show_blocks([Note("plain", wording.by_hand(hidden))])
    if is_asked:
        _propose(settings, path, table, given)


def _field(setting: Setting, entry: About) -> Any:
    """One field, as its kind is typed."""
    key = "-".join(map(str, (*entry.path, setting.key)))
    section = [part for part in entry.path if isinstance(part, str)]
    about = plain(section_fields.about(section, setting.key)) or None
    # As it is: a reader of the page speaks the name of a field with every backslash.
    name = section_fields.label(
        section, setting.key, currency=entry.currency, is_required=setting.is_required
    )
    held = sections.typed(setting, entry.table.get(setting.key))
    empty = wording.placeholder(setting.default)
    if setting.key == "fund" and entry.funds:
        ids = [*dict.fromkeys(("", *entry.funds, held))]
        return st.selectbox(
            name, ids, index=ids.index(held), help=about, key=key,
            format_func=lambda each: entry.funds.get(each) or each or wording.NOT_SET,
        )  # fmt: skip
    match setting.kind:
        case "yes":
            return st.checkbox(name, value=held, help=about, key=key)
        case "day":
            return st.date_input(name, value=held, help=about, key=key)
        case "choice":
            has_default = setting.default is not None
            offered = [*([] if has_default else [""]), *setting.choices]
            at = offered.index(held) if held in offered else 0
            return st.selectbox(
                name, offered, index=at, help=about, key=key,
                format_func=lambda each: section_fields.choice(section, setting.key, each),
            )  # fmt: skip
        case "texts" | "pairs" | "amounts":
            hint = wording.LINES if setting.kind == "texts" else wording.PAIRS
            return st.text_area(
                name,
                value=held,
                help=about,
                key=key,
                height="content",
                placeholder=hint,
                max_chars=4000,
            )
        case _:
            return st.text_input(
                name, value=held, help=about, key=key, placeholder=empty, max_chars=1000
            )


def _propose(
    settings: Config, path: Keys, table: dict[str, Any] | None, given: dict[str, Any]
) -> None:
    """Prove what was typed and keep it for the review; or say why it cannot be."""
    said: tuple[str, str, str] | None = None
    try:
        wanted = sections.changed(path, table, given)
        sections.refuse_outside(_values(wanted), is_remote=writing.is_remote())
        st.session_state[KEPT] = sections.proven(settings, wanted)
        if not wanted:
            said = ("plain", wording.SAME, "")
    except CannotEdit as cannot:
        said = ("not_saved", editing.cannot(cannot.why), cannot.lines)
    except ConfigError as mistakes:
        said = ("not_saved", "\n".join(mistakes.lines), "")
    except (NotSaved, ValueError) as mistake:
        said = ("not_saved", str(mistake), "")
    if said:
        st.session_state["said"] = said
        st.rerun()


def _values(wanted: Sequence[tuple[Keys, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path, value in wanted:
        found |= value if isinstance(value, dict) else {str(path[-1]): value}
    return found


def _review(settings: Config) -> None:
    """The lines that would differ, and the button that saves them, one entry of the journal each.

    A change that was shown before somebody else saved is not saved: its file is another one.
    """
    found: list[proof.Change] = st.session_state.get(KEPT, [])
    if not found:
        return
    for change in found:
        st.code(change.diff, language="diff", wrap_lines=True)
    with st.container(horizontal=True, gap="small"):
        is_wanted = st.button(editing.SAVE, type="primary", key="save-piece")
        if not (is_wanted or st.button(editing.LEAVE, key="leave-piece")):
            return
    del st.session_state[KEPT]
    for change in found if is_wanted else []:

        def work(by: By, change: proof.Change = change) -> Saved:
            return changes.save_change(settings, change, by)

        if not writing.save(settings, work):
            break
    st.rerun()
