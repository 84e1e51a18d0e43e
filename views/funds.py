"""Which grants and credits do we have, what may they pay for, what is due next?"""

from metrics.funds import due_dates, left, register
from metrics.runway.outlook import outlooks
from views import page
from wording import funds as wording

known = page.ask(outlooks)
facts = wording.Facts(
    page.as_of(),
    register.positions(known.inputs),
    due_dates.due_dates(known),
    page.ask(register.movements),
    left.left_of(known),
    known.inputs[0].silent,
)

page.show(wording.page(facts), controls={"sources": lambda: page.source_notes("funds")})
