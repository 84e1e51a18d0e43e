"""Money in a currency without an exchange rate: a runway of its own, never a guess."""

from collections.abc import Sequence

from charts.balance_fan import balance_fan
from metrics.runway import captions, tables
from metrics.runway.outlook import Outlook, outlook
from views import page


def separate_runways(answers: Sequence[Outlook]) -> None:
    """One balance chart per currency that stands apart, its headline above it."""
    for found in answers:
        page.chart(
            f"remaining-{found.currency}",
            f"Apart: remaining money, {found.currency}",
            page.html("<b>{}</b> {}", captions.apart(found), " ".join(captions.cautions(found))),
            balance_fan(found, page.ink()),
            tables.fan(found),
            outlook,
        )
