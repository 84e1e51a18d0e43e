"""What did an award pay for, and what is left of it? Reached from the funds on the Runway page."""

from decimal import Decimal

import streamlit as st

from metrics.awards import charges, claims, disagreement, interest, position, register
from metrics.runway.outlook import outlooks
from views import letter, page, report, writing
from wording import award as wording

st.page_link("views/runway.py", label=wording.BACK)
funds = [each.fund_id for each in page.ask(register.awards)]
asked = st.query_params.get("of", "")
fund = asked or next(iter(funds), "")
found = page.ask(position.position, fund=fund)
if found is None:
    page.show(wording.none(asked, funds))
    st.stop()

known = page.ask(outlooks)
lapse: dict[str, Decimal] = {
    each.fund_id: each.lapse for answer in known.answers for each in answer.funds
}
asks = {each.rule.fund_id: each for answer in known.answers for each in answer.extensions}
ends_on = found.award.ends_on
every = page.ask(charges.charges).unassigned
facts = wording.Facts(
    found,
    lapse.get(fund),
    asks.get(fund),
    tuple(each for each in every if each.fund_id in (fund, None)),
    writing.sees_pay(),
    ends_on is not None and ends_on < page.as_of(),
    next((each for each in page.ask(disagreement.disagreements) if each.fund_id == fund), None),
    page.ask(claims.claiming, fund=fund),
    page.ask(interest.interest, fund=fund, to=page.as_of()),
    page.as_of(),
    [
        each
        for answer in known.answers
        for each in (answer.by_rule.left_to if answer.by_rule else ())
        if each.fund_id == fund
    ],
)
page.show(wording.page(facts))
with st.container(horizontal=True):
    letter.control(known, only=fund)
    report.control(found.award)
st.session_state["came_from"] = ("award", {"of": fund})
