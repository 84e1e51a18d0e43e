"""The blocks pages are made of: what comes from data stays words."""

from markupsafe import Markup

from views.explain import explained, read
from views.html import html, plain, words_of
from views.panels import state

BAD = "<script>alert(1)</script>"


def a_metric() -> None:
    """What the cloud cost, month by month,
    after credits.

    Unit     US dollars, as billed; other currencies
             are listed, never converted
    Rows     one per `month`
    Beware   the newest month is partial
    """


def test_a_docstring_is_its_words_and_its_terms():
    assert read(a_metric.__doc__.replace("\n    ", "\n")) == (
        "What the cloud cost, month by month, after credits.",
        [
            ("Unit", "US dollars, as billed; other currencies are listed, never converted"),
            ("Rows", "one per month"),
            ("Beware", "the newest month is partial"),
        ],
    )


def test_a_number_is_explained_by_definition_formula_and_source_rows():
    found = explained(
        a_metric, "12,390 ÷ 92 days", [("bills/a.csv:3", ""), ("#12", "https://example.org/12")]
    )
    assert "<dt>Rows</dt><dd>one per month</dd>" in found
    assert "<b>Here</b> 12,390 ÷ 92 days" in found
    assert "<li>bills/a.csv:3</li>" in found
    assert '<li><a href="https://example.org/12">#12</a></li>' in found


def test_an_address_that_is_no_address_is_not_linked():
    found = explained(None, rows=[(BAD, "javascript:alert(1)")])
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


def test_a_state_is_its_word_and_its_icon_is_silent():
    assert state("act", BAD).startswith('<span class="qd-state qd-act"><span aria-hidden="true">✕')
    assert "<script>" not in state("act", BAD)
