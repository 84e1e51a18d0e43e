"""The blocks pages are made of: values from data never become a part of the page."""

import pytest
from markupsafe import Markup

from charts.theme import LIGHT
from render import cells
from render.cells import explained, unbroken
from views.html import linked, plain, words_of
from wording.definitions import DEFINITIONS
from wording.markup import html
from wording.page import Amount, Key, Note

BAD = "<script>alert(1)</script>"


def test_a_number_is_explained_by_definition_formula_and_source_rows():
    rows = [("bills/a.csv:3", ""), ("#12", "https://example.org/12")]
    found = explained("spending.burn", "12,390 ÷ 92 days", rows)
    burn = DEFINITIONS["spending.burn"]
    assert f"<b>{burn.name}</b> " in found
    assert all(html("<p>{}</p>", caveat) in found for caveat in burn.caveats)
    assert "<b>Here</b> 12,390 ÷ 92 days" in found
    assert "<li>bills/a.csv:3</li>" in found
    assert '<li><a href="https://example.org/12">#12</a></li>' in found


def test_an_address_that_is_no_address_is_not_linked():
    found = explained("", rows=[(BAD, "javascript:alert(1)")])
    assert "href" not in found
    assert "<script>" not in found


def test_values_are_escaped_and_html_of_ours_is_not():
    assert html("<b>{}</b>{}", BAD, Markup("<i>x</i>")) == (
        "<b>&lt;script&gt;alert(1)&lt;/script&gt;</b><i>x</i>"
    )


def test_markdown_in_data_is_disarmed():
    assert plain("**a** [x](javascript:y) :red[b] $c$ #1") == (
        r"\*\*a\*\* \[x\]\(javascript\:y\) \:red\[b\] \$c\$ \#1"
    )


def test_a_sentence_without_its_tags_is_what_a_reader_hears():
    assert words_of('<i class="qd-key"></i><b>Compute</b> &amp; storage') == "Compute & storage"


def test_no_line_breaks_inside_a_flag_or_a_piece_of_a_path_and_the_copy_is_the_same():
    said = html("Run <code>{}</code> or set --no-fetch.", "python -m pipelines a-b/c-d --ends 2027")
    shown = cells.note(Note("empty", said))
    assert words_of(shown) == words_of(said)
    piece = '<span class="qd-piece">{}</span>'
    for whole in ("--ends", "a-b/", "c-d", "--no-fetch"):
        assert piece.format(whole) in shown
    assert f"{piece.format('a-b/')}<wbr>" in shown
    assert cells.small("no <flag> in --x<y") == (
        f'<div class="qd-basis">no &lt;flag&gt; in {piece.format("--x")}&lt;y</div>'
    )
    link = html('<a href="x?a=--b">{}</a>', "well--known - or --")
    assert cells.small(link) == f'<div class="qd-basis">{link}</div>'


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("in mid-April, with a no-cost extension", "in mid-~April, with a no-~cost extension"),
        ("well--known - or -5 %", "well--known - or -5 %"),
        ("fernhollow-configuration-of-theme", "fernhollow-configuration-of-theme"),  # may break
    ],
)
def test_a_headline_does_not_break_at_the_hyphen_of_a_short_word(said, kept):
    assert unbroken(said).replace("\N{NO-BREAK SPACE}", " ") == kept.replace("~", "\N{WORD JOINER}")
    link = Markup('<a href="mid-may">x</a>')
    assert unbroken(link) == link


def test_a_legend_stands_apart_from_the_sentence_before_it():
    legend = [Key("Opened", "rule"), Key("Closed", "bar")]
    shown = cells.with_keys("8 < 9.", legend, LIGHT)
    assert shown.startswith('<span class="qd-finding">8 &lt; 9.</span> <span class="qd-keys">')
    assert words_of(shown) == "8 < 9. Opened Closed"
    assert cells.with_keys("8 < 9.", (), LIGHT) == "8 &lt; 9."
    assert words_of(cells.with_keys("", legend, LIGHT)) == "Opened Closed"


def test_a_headline_breaks_neither_between_a_number_and_its_noun_nor_inside_a_day():
    said = "2 lines of 31 December 2026 cost 94 % of 1,374 USD; 6 of 6 in March 2027."
    kept = "2~lines of 31~December~2026~cost 94~% of 1,374~USD; 6 of 6 in March~2027."
    assert unbroken(said) == kept.replace("~", "\N{NO-BREAK SPACE}")
    link = Markup('<a href="rows?n=3 x">9 days</a>')  # an address stays as it is
    assert unbroken(link) == '<a href="rows?n=3 x">9\N{NO-BREAK SPACE}days</a>'
    assert "[2\N{NO-BREAK SPACE}lines](rows?of=x)" in linked(said, [Amount("2 lines", {"of": "x"})])
