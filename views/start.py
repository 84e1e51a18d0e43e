"""/start: the first ten minutes without a text file, and what comes next."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

import streamlit as st
from streamlit.navigation.page import StreamlitPage

import config
from config import Config
from editing import amounts, balances, changes, journal, proof, sections, start
from editing.balances import Stated
from editing.changes import By, Saved
from editing.journal import JournalUnread
from editing.save import NotSaved
from metrics.data_quality import sources
from metrics.runway.outlook import outlook
from views import drop, forms, page, read_now, writing
from views.html import plain
from warehouse import read
from wording import editing as editing_wording
from wording import first_answer
from wording import start as wording
from wording.first_answer import Three
from wording.page import Block

CURRENCIES = ("USD", "EUR", "GBP", "CHF", "CAD", "AUD", "INR", "JPY")
GIT_HOSTS = ("github.com", "gitlab.com", "codeberg.org")


def is_offered(settings: Config) -> bool:
    """Whether the navigation has the page: a new team looks at the sample."""
    return settings.is_sample and config.unwritten() is not None


def draw() -> None:
    """Three boxes while there is no dashboard.toml; then the answer that was read."""
    file = config.unwritten()
    if file is None:
        _going_on(page.house().config)
        return
    if refused := writing.refusal_at(file.parent):
        page.show(wording.for_readers(editing_wording.REFUSALS[refused]))
        _sample()
        return
    page.show(wording.page(is_sample=bool(st.session_state.get("build"))))
    forms.said()
    asked, answered = st.columns([1.6, 1.0], gap="large")
    with asked:
        answers = _three_boxes()
    with answered:
        page.show_blocks(_first(answers))
        if st.button(wording.SAVE, type="primary", disabled=answers is None) and answers:
            _begin(answers)
        _sample()


def _three_boxes() -> start.Answers | None:
    """What was answered so far; None while a number is missing."""
    today = date.today()  # noqa: DTZ011 - a proposal: there is no time zone of a team yet
    st.html(wording.step(1))
    fund = _fund("first", today)
    st.html(wording.step(2))
    ends = _last_day("first", fund.kind)
    st.html(wording.step(3))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        monthly = _amount(wording.monthly(fund.currency), "first-monthly", example="4,000")
        has_bill = st.checkbox(wording.HAS_BILL, key="first-bill")
    if fund.amount is None or ends == "" or (monthly is None and not has_bill):
        return None
    last = ends if isinstance(ends, date) else None
    return start.Answers(
        wording.KINDS[fund.kind], fund.kind.lower(), wording.NAMES[fund.kind], fund.amount,
        fund.currency, fund.on, last, monthly,
    )  # fmt: skip


@dataclass(frozen=True)
class _Fund:
    """The first box, as it is filled in; amount None: not yet, or not readable."""

    kind: str
    amount: Decimal | None
    currency: str
    on: date


def _fund(key: str, today: date) -> _Fund:
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        kind = st.segmented_control(
            wording.KIND, list(wording.KINDS), default="Grant", required=True, key=f"{key}-kind"
        )
        amount = _amount(wording.LEFT, f"{key}-amount", width=130)
        currency = st.selectbox(
            wording.CURRENCY, CURRENCIES, accept_new_options=True, key=f"{key}-currency", width=95
        )
        on = st.date_input(
            wording.AS_OF, value=balances.prefilled([], today), max_value=today,
            key=f"{key}-on", width=150,
        )  # fmt: skip
    if not re.fullmatch("[A-Z]{3}", currency or ""):
        st.caption("Three capitals, like USD")
        return _Fund(kind or "Grant", None, "USD", on)
    return _Fund(kind or "Grant", amount, currency, on)


def _last_day(key: str, kind: str) -> date | str | None:
    """The last day of the money; None: it has none; "": not said yet."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        ends = st.date_input(wording.SPENT_BY, value=None, key=f"{key}-ends", width=220)
        is_open = st.checkbox(wording.NO_END, value=kind == "Cash", key=f"{key}-open-{kind}")
    return ends or (None if is_open else "")


def _amount(label: str, key: str, *, width: int = 220, example: str = "46,500") -> Decimal | None:
    """An amount as typed; None while there is none, and why what was typed is none."""
    typed = st.text_input(label, key=key, max_chars=40, placeholder=example, width=width)
    if not typed.strip():
        return None
    try:
        found = amounts.read(typed)
    except ValueError as mistake:
        st.caption(plain(mistake))
        return None
    return found if found >= 0 else None


def _first(answers: start.Answers | None) -> list[Block]:
    """What the numbers say so far."""
    if answers is None:
        return wording.waiting()
    if answers.monthly is None:
        return wording.with_bill()
    return wording.first(first_answer.answer(_three(answers)))


def _three(answers: start.Answers) -> Three:
    return Three(
        answers.kind, answers.balance, answers.currency, answers.on, answers.ends,
        answers.monthly or Decimal(0),
    )  # fmt: skip


def _begin(answers: start.Answers) -> None:
    """Write the first settings, and begin to read them."""
    file = config.unwritten()
    try:
        if file is None:
            raise NotSaved("somebody has saved a dashboard.toml meanwhile. Fix: reload this page")
        start.write(file, answers, writing.allowed(file.parent))
    except NotSaved as trouble:
        st.session_state["said"] = ("not_saved", str(trouble), "")
        st.rerun()
    st.session_state.pop("look-at-sample", None)
    st.session_state.pop("build", None)
    read_now.begin(page.house())
    st.switch_page(here())


def here() -> StreamlitPage:
    """This page, for links to it."""
    return st.Page(draw, title="Start", url_path="start")


def _sample() -> None:
    """The sample, one click away; it says that it is the sample."""
    st.divider()
    st.caption(wording.sample())
    if not st.button(wording.SAMPLE, key="open-sample"):
        return
    sample = config.load(config.SAMPLE)
    try:
        read.newest(sample.data)
    except read.NoBuild:
        st.caption(wording.no_sample(f"python -m pipelines --config {config.SAMPLE}"))
        return
    st.session_state["look-at-sample"] = True
    st.switch_page("views/briefing.py")


def _going_on(settings: Config) -> None:
    """The answer of what was read next to the first one, and the next pieces."""
    page.show(wording.going_on())
    forms.said()
    refused = writing.refusal(settings)
    added, answered = st.columns([1.6, 1.0], gap="large")
    with answered:
        _answered(settings)
        read_now.draw()
        with st.container(horizontal=True, gap="medium"):
            st.page_link("views/briefing.py", label=wording.TO_BRIEFING)
            st.page_link("views/setup.py", label=wording.TO_SETUP)
    with added:
        if refused:
            page.show_blocks(editing_wording.blocks(refused))
            return
        page.show_blocks(wording.more())
        with st.expander(
            wording.ANOTHER, type="compact", key="another", expanded=len(settings.funds) == 1
        ):
            _another_fund(settings)
        is_asked = not (settings.billing or settings.planned_costs)
        with st.expander(wording.BILL, type="compact", key="bill", expanded=is_asked):
            drop.form(settings)
        with st.expander(wording.NOTES, type="compact", key="notes", expanded=not settings.notes):
            _notes(settings)


def _answered(settings: Config) -> None:
    if "build" not in st.session_state:
        page.show_blocks(wording.not_read_yet())
        return
    found, built_at = page.ask(outlook), page.ask(sources.info).built_at
    try:
        known = journal.read(settings.folder)
        began = start.first_of(settings.folder, settings.file.name)
    except JournalUnread:
        known, began = [], None  # Setup says what is wrong with it
    claim = first_answer.second(found)
    if began is None or began.monthly is None:
        page.show_blocks(wording.also_read(claim, found.as_of))
    else:
        three = _three(began)
        changed = first_answer.changed(three, found)
        before = first_answer.answer(three)
        page.show_blocks(wording.second(claim, changed, found.as_of, before))
    if known and known[-1].at[:19] > built_at.isoformat()[:19]:
        page.show_blocks(wording.not_read_yet())


def _another_fund(settings: Config) -> None:
    key = f"another-{len(settings.funds)}"  # empty again once it is added
    name = st.text_input(wording.NAME, key=f"{key}-name", max_chars=120)
    fund = _fund(key, page.today())
    ends = _last_day(key, fund.kind)
    is_ready = bool(name.strip()) and fund.amount is not None and ends != ""
    if not st.button(wording.ADD, disabled=not is_ready, key="add-fund"):
        return
    values = {
        "id": editing_wording.slug(name), "name": name.strip(), "kind": wording.KINDS[fund.kind],
        "currency": fund.currency, "ends_on": ends if isinstance(ends, date) else None,
    }  # fmt: skip
    stated = Stated(str(values["id"]), fund.on, fund.amount, False, "stated at the start")
    is_saved = writing.save(
        settings, lambda by: changes.save_change(settings, _entry(settings, "funds", values), by)
    )
    if is_saved:
        now = page.house().config
        writing.save(now, lambda by: changes.save_line(now, balances.line(now, stated), by))
    st.rerun()


def _entry(settings: Config, section: str, values: Mapping[str, object]) -> proof.Change:
    return changes.entry(settings, section, {k: v for k, v in values.items() if v is not None})


def _notes(settings: Config) -> None:
    with st.form(f"new-notes-{len(settings.notes)}", border=False):
        series = st.text_input(wording.SERIES, value="team", max_chars=80)
        where = st.text_input(
            wording.NOTES_HINT, max_chars=400, placeholder=wording.NOTES_EXAMPLE
        ).strip()
        if not st.form_submit_button(wording.ADD_NOTES):
            return

    def work(by: By) -> Saved:
        if not where:
            raise NotSaved("no place was named. Fix: write a folder or an address")
        found = {"series": series.strip(), **place_of_notes(where)}
        sections.refuse_outside(found, is_remote=writing.is_remote())
        path = found.get("path")
        if isinstance(path, str) and not settings.resolve(path).exists():
            raise NotSaved(f"{path}: no such folder. Fix: start from {settings.folder}")
        return changes.save_change(settings, changes.entry(settings, "notes", found), by)

    writing.save(settings, work)
    st.rerun()


def place_of_notes(where: str) -> dict[str, object]:
    """The key of [[notes]] for a place as somebody wrote it: a path, a repository, a note."""
    if "://" not in where:
        return {"path": where}
    host = urlsplit(where).hostname or ""
    if where.removesuffix("/").endswith(".git") or host in GIT_HOSTS:
        return {"git": where}
    return {"hackmd": [where]}
