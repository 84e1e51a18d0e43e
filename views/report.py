"""The report of one award to its funder, made on its page."""

from datetime import date

import streamlit as st

from metrics.awards.register import Award
from share import report
from views import page, writing
from views.html import plain
from wording import award_report as wording


def control(award: Award) -> None:
    """A button that opens the making of a report on one of the periods of the register.

    A report with a line that pays few people is for editors alone.
    """
    if any(line.few_people for line in award.lines) and not writing.sees_pay():
        return
    periods = {
        f"{each.name}, {wording.days(each.starts_on, each.ends_on)}": (each.starts_on, each.ends_on)
        for each in award.reports
        if each.starts_on and each.ends_on and each.ends_on <= page.as_of()
    }
    with st.popover(wording.MAKE):
        if not periods:
            st.caption(plain(wording.NO_PERIOD))
            return
        _report(award.fund_id, periods)


def _report(fund: str, periods: dict[str, tuple[date, date]]) -> None:
    name = st.selectbox(wording.PERIOD, list(periods), key="report-period")
    template = st.selectbox(
        wording.TEMPLATE, list(report.TEMPLATES), key="report-template",
        format_func=lambda key: wording.TITLES[key],
    )  # fmt: skip
    first, last = periods[name]
    if not st.button(wording.MAKE_IT, key="report-make"):
        return
    asked = report.Asked(fund, first, last, template)
    made = page.ask(report.offered, asked=asked, state=report.state(asked))
    for line in made.lines:
        st.error(plain(line))
    if made.archive:
        st.caption(plain(wording.to_fill_in(made.blanks)))
        st.download_button(
            wording.DOWNLOAD, made.archive, f"report-{fund}.zip", "application/zip",
            key="report-download", on_click="ignore", type="primary",
        )  # fmt: skip
