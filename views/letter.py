"""The letter that asks for an extension, from where its argument stands."""

from datetime import date

import streamlit as st

from metrics.awards import register
from metrics.runway.outlook import Outlooks
from share import letter
from views import access, page, writing
from views.html import plain
from wording import extension_letter as wording

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@access.fragment()
def control(known: Outlooks, *, only: str = "") -> None:
    """A button that opens the letter of an award that can be extended; else nothing.

    only  the one fund of a page; else each can be chosen
    A letter with a line that pays few people is for editors alone. It is written once somebody
    opens it: it rests on every cost of the award.
    """
    awards = page.ask(register.awards)
    few = {each.fund_id for each in awards if any(line.few_people for line in each.lines)}
    hidden = set() if not few or writing.sees_pay() else few
    found = {
        each.rule.fund_id: each.rule.name or each.rule.fund_id
        for answer in known.answers
        for each in answer.extensions
        if each.rule.months != 0
        and only in ("", each.rule.fund_id)
        and each.rule.fund_id not in hidden
    }
    if not found:
        return
    opened = st.popover(wording.WRITE, key="letter", on_change="rerun")
    if opened.open:
        with opened:
            _letter(found)


def _letter(names: dict[str, str]) -> None:
    fund, *others = names
    if others:
        fund = st.selectbox(
            wording.AWARD, list(names), key="letter-of", format_func=names.__getitem__, width=420
        )
    chosen = st.date_input(wording.TO, value=None, key="letter-to", width=420)
    to = chosen if isinstance(chosen, date) else None
    made = page.ask(letter.offered, fund=fund, to=to, state=letter.state(fund))
    if made.letter is None:
        for line in made.lines:
            st.error(plain(line))
        return
    place = letter.words_of(page.house(), fund)
    st.caption(plain(wording.to_fill_in(made.letter.blanks, f"{place.parent.name}/{place.name}")))
    for remark in made.letter.remarks:
        st.caption(plain(remark))
    with st.container(horizontal=True):
        st.download_button(
            wording.AS_WORD, made.letter.docx, f"extension-{fund}.docx", WORD, key="letter-docx",
            type="primary", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            wording.AS_MARKDOWN, made.letter.markdown, f"extension-{fund}.md", "text/markdown",
            key="letter-md", on_click="ignore",
        )  # fmt: skip
