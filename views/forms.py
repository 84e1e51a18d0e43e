"""The forms of the Setup page: a balance, a fund, a planned cost, and the journal with its undo."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, get_args

import streamlit as st

from config import Config, ConfigError, Fund
from config.money import FundKind
from editing import amounts, balances, changes, journal, proof, replies, undo
from editing.balances import Asked, Stated
from editing.changes import By, Saved
from editing.journal import JournalUnread
from editing.save import NotSaved
from editing.toml_text import CannotEdit
from views import access, page, writing
from views.html import plain
from wording import editing as wording
from wording import section_fields
from wording.page import Code, Heading, Note


def said() -> None:
    """What the last write had to say, once."""
    if held := st.session_state.pop("said", None):
        kind, text, lines = held
        page.show_blocks([Note(kind, text), *([Code(lines)] if lines else [])])


def person() -> None:
    """The name for the journal, asked once in a visit where no sign-in gives it."""
    if not access.person():
        held = st.session_state.get("author", "")
        st.session_state["author"] = st.text_input(wording.NAME, value=held, max_chars=80)


def balance(settings: Config) -> None:
    """Amount, day and where it was seen; or the message that asks somebody for them."""
    funds = {fund.id: fund for fund in settings.funds}
    if not funds or settings.funding.balances is None:
        page.show_blocks([Note("plain", wording.no_balances(bool(funds)))])
        return
    chosen = st.selectbox(
        wording.FUND, list(funds), format_func=lambda each: funds[each].name, key="fund"
    )
    fund, today = funds[chosen], page.today()
    known = balances.known(settings, fund.id, today)
    currency = fund.currency or settings.project.currency
    proposed = balances.prefilled([day for day, _ in known], today)
    last = known[-1] if known else None
    key = f"{fund.id}-{len(known)}"
    _answer(key, today, currency)
    read = st.session_state.get(f"reply-{key}", replies.Reply())
    with st.form(f"balance-{key}-{read}", border=False):
        amount = st.text_input(
            wording.amount(currency), value=wording.typed(read.amount),
            placeholder=wording.last(last, currency), max_chars=40,
        )  # fmt: skip
        on = st.date_input(wording.AS_OF, value=read.on or proposed, max_value=today)
        where = st.text_input(wording.WHERE, max_chars=200, placeholder=wording.WHERE_EXAMPLE)
        is_document = st.checkbox(wording.DOCUMENT, value=False)
        if st.form_submit_button(wording.SAVE, type="primary"):
            _save_balance(settings, fund, amount, on, where, is_document=is_document)
    _request(settings, fund, proposed, last, currency)


def _answer(key: str, today: date, currency: str) -> None:
    """An answer that was pasted, read and shown before anything is saved."""
    text = st.text_input(
        wording.ANSWER, key=f"answer-{key}", max_chars=500, placeholder="~18k, end of Aug"
    )
    read = replies.read(text, today=today, currency=currency) if text else replies.Reply()
    st.session_state[f"reply-{key}"] = read
    if text:
        kind, words = wording.read_as(read, currency)
        page.show_blocks([Note(kind, words)])


def _save_balance(
    settings: Config, fund: Fund, amount: str, on: date, where: str, *, is_document: bool
) -> None:
    def work(by: By) -> Saved:
        if is_document and not where.strip():
            raise NotSaved(wording.NO_REFERENCE)
        try:
            typed = None if amount.strip().lower() == "unknown" else amounts.read(amount)
        except ValueError as mistake:
            raise NotSaved(f"{mistake}, or unknown") from None
        line = balances.line(settings, Stated(fund.id, on, typed, is_document, where))
        if balances.says_so_already(line):
            raise NotSaved(f"{line.file.name} says so already: no line was added")
        return changes.save_line(settings, line, by)

    writing.save(settings, work)
    st.rerun()


def _request(
    settings: Config, fund: Fund, on: date, last: tuple[date, Any] | None, currency: str
) -> None:
    """Ask for it: two lines to copy; the row says when it was asked, and is quiet for a week."""
    try:
        before = balances.asked(settings).get(fund.id)
    except NotSaved as trouble:
        page.show_blocks([Note("error", str(trouble))])
        return
    is_quiet = before is not None and before.is_quiet(page.today())
    if not is_quiet and st.button(wording.ASK, key=f"ask-{fund.id}"):
        request = Asked(fund.id, page.today(), fund.ask or "", on)
        writing.save(
            settings,
            lambda by: changes.save_line(settings, balances.asked_line(settings, request), by),
        )
        st.rerun()
    if before is not None:
        if is_quiet:
            message = wording.request(fund.name, before.as_of, last, currency)
            st.code(message, language=None, wrap_lines=True)
        page.show_blocks([Note("plain", wording.asked(before, is_quiet=is_quiet))])


def fund(settings: Config) -> None:
    """One more fund."""
    with st.form("new-fund", border=False):
        name = st.text_input(wording.FUND_NAME, max_chars=120)
        kind = st.selectbox(wording.KIND, get_args(FundKind), format_func=_in_words)
        currency = st.text_input(wording.CURRENCY, value=settings.project.currency, max_chars=3)
        awarded = st.text_input(wording.AWARDED, max_chars=40)
        ends = st.date_input(wording.ENDS, value=None)
        ask = st.text_input(wording.WHOM, max_chars=120)
        if st.form_submit_button(wording.SHOW):
            values = {
                "id": wording.slug(name), "name": name, "kind": kind, "currency": currency,
                "awarded": awarded, "ends_on": ends, "ask": ask,
            }  # fmt: skip
            _propose(settings, "funds", values, money="awarded")
    _review(settings, "funds")


def planned(settings: Config) -> None:
    """One more planned cost; people as one sum."""
    with st.form("new-cost", border=False):
        name = st.text_input(wording.COST_NAME, max_chars=120)
        category = st.text_input(wording.CATEGORY, value="people", max_chars=60)
        amount = st.text_input(wording.amount(settings.project.currency), max_chars=40)
        per = st.selectbox(wording.PER, ("month", "once"), format_func=_in_words)
        starts = st.date_input(wording.STARTS, value=page.today())
        ends = st.date_input(wording.LAST_DAY, value=None)
        if st.form_submit_button(wording.SHOW):
            values = {
                "name": name, "category": category, "amount": amount, "per": per,
                "starts_on": starts, "ends_on": ends,
            }  # fmt: skip
            _propose(settings, "planned_costs", values, money="amount")
    _review(settings, "planned_costs")


def _in_words(value: str) -> str:
    return section_fields.choice((), "", value)


def _propose(settings: Config, section: str, values: Mapping[str, Any], *, money: str) -> None:
    """Prove an entry and keep it for the review; or say why it cannot be."""
    kept = {key: value for key, value in values.items() if value not in (None, "")}
    try:
        if money in kept:
            kept[money] = amounts.read(str(kept[money]))
        st.session_state[f"change-{section}"] = changes.entry(settings, section, kept)
    except ValueError as mistake:
        st.session_state["said"] = ("not_saved", str(mistake), "")
    except CannotEdit as cannot:
        st.session_state["said"] = ("not_saved", wording.cannot(cannot.why), cannot.lines)
    except ConfigError as mistakes:
        st.session_state["said"] = ("not_saved", "\n".join(mistakes.lines), "")
    st.rerun()


def _review(settings: Config, section: str) -> None:
    """The lines that would differ, and the button that saves them."""
    change: proof.Change | None = st.session_state.get(f"change-{section}")
    if change is None:
        return
    st.code(change.diff, language="diff", wrap_lines=True)
    with st.container(horizontal=True, gap="small"):
        is_wanted = st.button(wording.SAVE, type="primary", key=f"save-{section}")
        if is_wanted or st.button(wording.LEAVE, key=f"leave-{section}"):
            if is_wanted:
                writing.save(settings, lambda by: changes.save_change(settings, change, by))
            del st.session_state[f"change-{section}"]
            st.rerun()


def history(settings: Config) -> None:
    """The newest changes, and the undo of the last one."""
    try:
        entries = journal.read(settings.folder)
    except JournalUnread as trouble:
        page.show_blocks([Note("error", str(trouble))])
        return
    page.show_blocks([Heading(wording.JOURNAL), *wording.history(entries)])
    possible = journal.open_entries(entries)
    if possible and st.button(plain(wording.undo(possible[-1])), key="undo"):

        def work(by: By) -> Saved:
            made, _ = undo.undo(
                settings.folder, possible[-1].number, who=by.who, now=datetime.now(UTC)
            )
            return changes.said(settings, made)

        writing.save(settings, work)
        st.rerun()
