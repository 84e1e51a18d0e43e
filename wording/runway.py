"""Placeholder until the Runway page's own words are here."""

from metrics.runway import captions, telling
from metrics.runway.outlook import Outlook
from wording.page import Sentence


def headline(found: Outlook) -> Sentence:
    """How long the money lasts."""
    claim, plan, advice = telling.headline(found).partition(" Plan for ")
    return Sentence(claim, (plan + advice).strip(), telling.basis(found), metric="runway.outlook")


def range_value(found: Outlook) -> str:
    """The range in at most 14 characters."""
    return captions.range_value(found)
