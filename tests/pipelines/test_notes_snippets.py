# ruff: noqa: E501 - a text is one line
"""Snippets of every format of notes as Markdown, and other small texts, each with all it gives.

See test_notes_tables.py for how the golden files are made.
"""

from datetime import date
from itertools import combinations, product

import pytest
from notes_tables import row

from pipelines.notes import formats
from pipelines.notes.calls import Call, Session, notes_of_calls
from pipelines.notes.files.slugs import folded, slug
from pipelines.notes.reading import read_note
from pipelines.notes.text.markdown import decoded, read_page, words

SNIPPETS = {
    "html": (
        "<p>a</p>b", "<h2>a</h2><p>b<br>c</p>", "<ul><li>a<ul><li>b</li></ul></li><li>c</ul>",
        "<ol><li><p>a</p><p>b</p></li></ol>", "<b>a</b> <i>b</i> <code>c*</code> <s>d</s>",
        "<a href='https://x.example'>a</a> <a>b</a> <a href='x y'>c</a>", "<b></b>a<s></s>",
        "<table><tr><th>a</th><th>b</th></tr>\n<tr><td><p>c</p><p>d</p></td><td>e<br>f</td></tr></table>",
        "<table>\n<tr></tr><tr><td>a|b</table>", "<td>a</td>",
        "<dl><dt>a:<dd>b<dd>c<dt>d<dd>e</dl>",
        "<dl><dt>Present<dd>a</dl><dl><dd>b</dl>",
        "<input type=checkbox checked>a<input type='text'>",
        "<input type=checkbox>a", "<div class='checkbox checkbox-on'></div><span>a</span>",
        "<li><div class='x checkbox'></div>a</li>", "<script>a<b</script>c",
        "<nav><nav>a</nav>b</nav>c",
        "</nav>a", "<details><summary>a</summary><p>b</p></details>", "a<hr>b", "<![x]>a",
        "<!-- a -->b",
        "<h7>a</h7>", "<li>a</li>", "<p>\n\na\n\nb</p>", "<p>a</p>\n<title>t</title>",
        "&lt;a&gt; *b*",
        "<ul><li><h3>a</h3></li></ul>", "<ul>a<li>b</ul>", "<p>a<br><br>b</p>",
        "<table><tr><td>a<p>b</p>c</table>", "<table><tr><th>a<br>b</th><td>c</table>",
        "<p class='x'>a</p><p class>b</p>", "<style>a</style><p>b</p><select><option>c</select>d",
        "<div>[ ]</div>a", "<div>[x]<b></b></div><p>b</p>", "</td>a</tr></a></b>", "<ol><li>a</ol><li>b",
        "<table><tr><td>a</table><table><tr><td>b</td></tr></table>", "<h1>a<br>b</h1>", "<a href=''>a</a>",
        "<ul><li>a<br>b<ul><li>c<br>d</ul></ul>", "<h2>\n</h2>a", "<TITLE>t</TITLE><p>a</p>",
        "<title> </title>a", "<p>a</p><p>b</p><p>c</p><p>d</p>\n<p>e</p>", "<p>a</p><p>b</p><p>c</p>\n<p>d</p>",
        "<dt>a<dd>b</dl>", "<dl><dd>a<dd>b</dl>c", "<dl><dt>a:<dt>b<dd></dl>", "<br>a", "<summary>a</summary>b", "<h6>a</h6>b", "<tr><td>a</td></tr><tr><td>b", "<table><tr><td>a<ul><li>b</ul><h2>c</h2></table>",
        "<del>a</del> <strike>b</strike> <strong>c</strong>", "<footer>a</footer>b", "<p>a</p><hr><p>b</p>\n<p>c</p>\n\n<title>t</title>", "<li>a<p>b</p><p>c</p></li>", "<ul><li></li><li>a</ul>",
    ),
    "wiki": (
        "= a =\nb", "== a =", "=", "* a\n** b\n*# c\n# d", "; a : b", "; a", ";", "----",
        "-----", ": a",
        "[[a|b]] [[c:d]] [[e]]", "[https://x.example a] [https://x.example]", "'''a''' ''b''",
        "{{t|a|b=c|1=d| }}", "{{a|{{b|c}}}}", "a<ref>b</ref><ref name=x/>c", "'''* a'''",
        "{|\n! a !! b\n|-\n| c || d\n|}", "{|\n| a\n| b\n|-\n|colspan=2| c\n|}", "{|\n|a", "|}",
        "x\n{|\n|}\ny",
        "{|\n|rowspan=2| a || b\n|-\n| c\n|-\n| d || e\n|}", "{|\n|+ t\n|-\n| a\nb\n|}",
        ":{|\n| a\n|}",
        "{|\n| a\n{|\n| b || c\n|}\n|-\n| d\n|}", "{|\n| a\n|}}\n|}",
        "{|\n|rowspan=\"3\" colspan='2'| a\n|-\n|b\n|}",
        "{|\n|rowspan=22| a || b\n" + "|-\n| c\n" * 23 + "|}", "{|\n|colspan=60| a || b\n|}", "{|\n| a || b\n|-\n|colspan=1 rowspan=1| c\n|}",
        "======= a =======", "== a ===", "{{a|{{b|{{c|{{d|{{e|{{f|g}}}}}}}}}}}}", "* [[a|'''b''']]\n#c", "'' a", "{|\n|-\n|-\n| a\n|-\n|}\nb",
        "{|\n! a\n| b !! c\n|}", "{|\n| a\n{|\n|-\n| b\n|}\n| c\n|}", "{|\nx\n| a\n|}", "-----x", "; : a", "{|\n| a\n|rowspan=2| b\n|-\n| c\n|}", "{|\n|rowspan=2| a\n|-\n|}", "{|\n|colspan=2 rowspan=2| a || b\n|-\n| c\n|}", ":: a", "* ", "##a\n*a", "[mailto:a@x.example b]",
        "{{a|1=b|c d=e|f}}", "a<ref name=x>b<ref>c</ref>", "{|\n|rowspan=21| a || b\n" + "|-\n| c\n" * 20 + "|}", "{|\n|-\n! a || b\n|-\n|}", "{|\n| a\nwow!! b || c\n|}", "{|\n| a\n|+ t\n| b\n|}", "{|\n| a\n{|\n| b\n! c !! d\n|-\n| e\n|}\nf !! g\n|}", "{|\n! a\n|-\n! b || c\n| d || e\n|}",
    ),
    "org": (
        "* a\n** TODO b\n** DONE c", "* TODO a\n** b", "* [#A] a :x:y:", "* DONE [#1] a",
        "#+TITLE: a\n#+DATE: <2026-02-09 Mon>",
        "#+TODO: A B | C\n* A x\n* C y", "#+TODO: A B(b)\n* A x\n* B y",
        "#+SEQ_TODO: W | \n* W a",
        "* a\n:PROPERTIES:\n:k: v\n:END:\nb", "* a\n:PROPERTIES:\n:k: v\nb",
        "SCHEDULED: <2026-02-09>\na",
        "#+begin_src\n* a\n#+END_SRC\nb", "#+OPTIONS: x\na", "- a :: b", "*a* +b+ a*b*c",
        "[[x][y]] [[z]]",
        "[2026-02-09 Mon 10:00]", ":x: y\nb", "******* a", "*a\n * b", "* a\n:PROPERTIES:\n:k: v\n:END:\n:x: y", ":PROPERTIES:\nb\n:x: y", "* TODO [#A] [#B] a", "* [#A] [#B] a :x: :y:", "* TODO", "* WAIT a\n* DONE b\n** c",
        "#+TODO: A B | C D\n* B x\n* D y", "#+TYP_TODO: A\n* A x", "  DEADLINE: x\nCLOCK: y\nCLOSED: z", "#+date: 2026-02-09\n#+DATES: x", "#+BEGIN_EXAMPLE\n- a\n#+end_example", "+ a ::\n+ b ::c", "<2026-02-09> [2026-02-10]",
    ),
    "adoc": (
        "= a\n\n== b", "=a", "* a\n** b\n. c\n.. d\n- e",
        ":revdate: 2026-02-09\n:title: t\n:x: y", "a:: b\nc::",
        "https://x.example[a] link:https://x.example[b^]", "*a* **b** a*b*",
        "----\n* a\n----\nb", "....\n= a\n....",
        "|===\n|a |b\n\n|c\n|d\n|===", "|===\n|a\n|b\n|===\nc", "// a\n[b]\nc", "a\n[b] c",
        "'''", "* [x] a",
        "|===\n|a |b\n|c\n|d |e\n|===", "|===\n\n|a\n|===", "-----\n= a\n---\n-----\n= b", ".a\n* b", ". a", ".. a\n+\nb", "***** a\n- b",
        "a::\n* b", "http://a.example[] mailto:a@b.example[c]", "======= a", " [b]", "|===\n// a\n|a|b|===",
    ),
    "rst": (
        "a\n=\n\nb\n-\n\nc", "- a\n\n  - b\n\n    c\n- d", "1. a\n2. b\n\n   c",
        ":Date: 2026-02-09\n:Present: a, b",
        "**a** *b* ``c`` `d <https://x.example>`_ https://y.example",
        "=== ===\na   b\n=== ===\nc   d\n=== ===",
        "a\n  b", "::\n\n  x\n\nb", ".. note::\n\n   a", ".. |x| replace:: y\n\n|x|",
        "a\n\n----\n\nb", "| a\n| b",
        ".. list-table::\n\n   * - a\n     - b\n   * - c\n     - d", ".. image:: a.png\n\nb",
        "- \n\n- a", "=== ===\na   b\n=== ===\n\\   \\\\\nc   d\n=== ===", "T\n=\nS\n-\n\na", "=== ===\na   b\n=== ===\nc   d\n=== ===\n\n- x\n- y", "- a\n  b\n- c\n\n  d\n\n  e", "#. a\n#. b", "-\n  a\n- ::\n\n    x", "a\n  b\n  c\n\nd : e\n  f", ":A: b\n\n  c\n:Author: x",
        "- a\n\n  1. b\n     c\n\n     d", "T\n=\n\nA\n-\n\nB\n~\n\nx\n\nC\n-\n\ny", "- | a\n  | b\n- c", "- a\n\n  b\n  c\n\n  :D: e\n\n  ::\n\n    f\n\n  g\n    h", ".. rubric:: a\n\n>>> b\n\nc", "**a *b*** `x`_ a_\n\n.. _a: https://x.example", ":Version: 1\n:Status: s\n:Organization: o\n:Contact: c",
    ),
    "txt": (
        "a\n  * b\n  * c\n", "  - a\n    - b\n\n    c\nd", "- a\n  - b", "\t* a\n\t\t* b",
        " 1. a\n 2. b", "  a\n  b",
        "Present:      Missing:\nAda Moss      Bo Reed\nCy Quill\n\n  - x",
        "Present:   Away:\n\nAda Moss", "a: b:   c:",
        "x\nPresent:   Missing:", "  * a\n\n  b\n   * c",
    ),
    "csv": (
        "Name,Duration\nAda Moss,5\nAda Moss,6\nx bot,1",
        "Topic,Start Time\nGauges,\"Feb 9, 2026 10:00\"\n\nName,Join time\nAda Moss (she),x",
        "First Name,Last Name,Attended,Organization\nAda,Moss,Yes,Heron/Works\nBo,Reed,No,\nCy,,0,x\nDee,Marsh,,x",
        "Name,Present\nAda,1\nBo,n\nCy", "a,b\n1,2",
        "Name (original),Join\nada (Ada Moss),2026-02-09\nx/y (a/b c),1\n,2",
        "Meeting title,Date\n t ,13/02/2026\nUser name,Leave,Company\n#Ada@,x, Heron ",
        "Display name,Minutes in session\nAda,3",
        "Name,Join time\nAda,02/09/2026 10:00 AM", "Name,Join time\nAda,02/13/2026 10:00", "Name,Join time\nAda,13/02/2026",
        "Name,Join time\nAda,02/09/2026 10:00", "Name,Join time\nAda,05/05/2026", "Name,Join time\nAda,14/14/2026 AM",
        "Name,Join time\nAda,02/32/2026 1 PM", "Name,Join time\nAda,\"Feb 30, 2026\"\nBo,\"Feb 9, 2026\"", "Name,Join time\nAda,9 Feb 2026",
        "Topic,x\nGauges,1\nName,Join time\nAda,x", "Topic\nName,Join time\nAda,x", "Topic,x\nGauges,1\n,\nName,Join time\nAda,x",
        "Name,Duration\nOtter.ai,1\nada note taker,1\nthe recorder,1\nADA,1\nada,2\nabbot,1", "Last name,Join\nMoss,1", "First name,Surname,Join\nAda,Moss,1\n,Reed,1",
        "Name,Attended,Join\nAda,,x\nBo,N,x\nCy,true,x\nDee,false,x", "Name", "Name,Join", "Join,Name,Company\n1,Ada,\n2\n3,Bo", "First name,Last name,Join\nAda\nBo,Reed", "Join,First name,Last name\n1\n2,Ada", "Join,Name\n1\n2,Ada (x)", "Join,Attended,Name\n1\n2,y,Ada\n3,0,Bo",
        "Name,Join\na (Ada Moss) ,1\nb (Bo/Reed x),1\nc (Cy),1\nd (x) (Dee Marsh),1", "Topic,Date\n ,2026-02-09\nName,Join\nAda,x", "Topic,Date,\nGauges,x,\n,,\nName,Join\nAda,2026-02-10", "x\nTopic,Start\nGauges,2026-02-09\nName,Join\nAda,2026-02-10",
    ),
}  # fmt: skip


@pytest.mark.parametrize("suffix", SNIPPETS)
def test_every_snippet_of_a_format_as_markdown(suffix, holds):
    def lines(text):
        found = formats.as_markdown(text.encode(), f"note.{suffix}", decoded)
        yield repr(text)
        pairs = zip(found.lines, found.texts, strict=True)
        yield from (f"  {number}|{line}".rstrip() for number, line in pairs)

    holds(line for text in SNIPPETS[suffix] for line in lines(text))


MARKDOWN = (
    "# a\n\nb\n\n## c\n- d\n  - e\n\n    f\n- g", "a\n===\nb\n---\nc", "- a\n\n---\n\n- b",
    "1. a\n   - b\n2. c",
    "> a\n> - b\n\nc", "| a | b |\n|---|---|\n| c | d \\| e |\n\n| f |\n|---|",
    "```\n# a\n```\n\n    b\n    c",
    "::: x\na\n:::\nb", "!!! info \"Title\"\n    a\n    b\n\nc",
    "---\ntitle: a\ndate: 2026-02-09\n---\nb", "---\n[\n---\nb",
    "---\n- a\n---\nb", "---\na: &x b\nc: *x\n---\nd",
    "<table><tr><th>a</th></tr>\n<tr><td>b<br>c</td></tr></table>",
    "<div>a <b>b</b></div>", "<!-- a -->", "<p><!-- a -->b</p>", "<!-- a -->\nb",
    "* a\n\n\n* b\n\nx\n\n* c", "- - a", "-\n- a",
    "[a]: https://x.example\n\n[a]", "~~~\na\n~~~", "***", "a  \nb\\\nc", "+ a\n+ b", "#a\n#\n# ",
)  # fmt: skip
RAW = (
    "**a** _b_ `c` ~~d~~ e", "a_b_c __d__", "[a](https://x.example)",
    "[Ada](https://github.com/adam)",
    "[@adam](https://github.com/adam)", "[Ada @adam](https://github.com/adam/)",
    "https://github.com/adam",
    "<https://github.com/adam>", "[a](mailto:a@x.example)", "Ada [Ada](mailto:a@x.example)",
    "a<br>b<i>c</i>", "a\\*b", "&amp; &lt;",
    "[Ada](mailto:a@x.example) [Bo](mailto:b@x.example)",
    "[ ](mailto:a@x.example)[Bo](mailto:b@x.example)", "![a](b.png)", "a * b * c",
    "*a", "a\n b", "[a] (b)", "~~a **b** c~~ d", "`a`b`", "a  \nb",
    "[Ada](https://gitlab.com/adam?x=1)", "[x](https://github.com/a/b)",
)  # fmt: skip


def test_the_blocks_of_every_markdown_and_the_words_of_every_raw_text(holds):
    def blocks(text):
        page = read_page(text)
        yield row(repr(text), page.matter, page.mistake)
        for b in page.blocks:
            yield f"  {row(b.kind, b.level, b.line, b.raw, b.parent, b.heading, b.quoted, b.cells, b.list_id)}"

    own = (line for text in MARKDOWN for line in blocks(text))
    holds([*own, *(row(raw, words(raw), words(raw, handles=True)) for raw in RAW)])


CITED = (
    "#12", "issue #12", "PRs #12", "MR #3", "moss/weir#7", "weir#7",
    "see https://github.com/moss/weir", "`#12`", "room #2", "Resolution #1",
    "https://github.com/moss/weir/issues/7 and #7", "https://github.com/moss/weir/pull/8 #9",
    "https://github.com/orgs/moss",
    "https://github.com/moss/weir/discussions/9", "https://gitlab.example.org/a/b/-/issues/3",
    "https://gitlab.example.org/a/b/-/merge_requests/4",
    "https://github.com/moss/weir.git", "https://github.com/moss/weir.", "#0", "a#1234567",
    "x/#5", "&#39;", "#12.md", "moss/oar#1 moss/weir#2 #3",
    "https://moss.github.io/x", "call #5", "bug #6.", "www.github.com/moss/weir",
    "MOSS/WEIR#7 moss/weir#7",
)  # fmt: skip


@pytest.mark.parametrize(
    "head", ["Notes", "moss/gauge", "**[moss/gauge](x)**:"], ids=["words", "repository", "link"]
)
def test_what_every_line_cites(head, holds):
    body = "".join(f"- {text}\n  - and #99\n" for text in CITED)
    note = read_note(f"# 2026-02-09\n\n## {head}\n\n{body}".encode(), "note.md")
    holds(
        row(c.line, c.kind, c.repo, c.number, c.url) for part in note.parts for c in part.citations
    )


@pytest.mark.parametrize(
    ("link", "repo"),
    [
        ("https://github.com/moss/weir.git", "moss/weir"),
        ("https://github.com/moss/weir.", "moss/weir"),
        ("https://github.com/moss/weir.git.", "moss/weir"),
        ("https://github.com/orgs/moss", None),
    ],
)
def test_a_number_below_a_link_is_of_the_repository_that_the_link_is_to(link, repo):
    note = read_note(f"# 2026-02-09\n\n- see {link}\n  - and #99\n".encode(), "note.md")
    cited = [(c.repo, c.number) for c in note.parts[0].citations if c.number]
    assert cited == [(repo, 99)]


TOPICS = (
    "budget", "[ ] budget", "[x] budget (Ada)", "**Ada** (5 min): budget", "Ada: budget (10m)",
    "budget (Ada, 5 min)", "budget [10-15 minutes]",
    "budget (1234 min)", ":boat: budget", "(Ada; Bo) budget", "[Ada] budget", "(soon) budget",
    "budget: can wait", "punt on the budget",
    "budget (Somebody Else)", "budget (the old one)", "Add item here", "tbd", "name: budget",
    "Where: here", "Meeting link: x", "...", "budget\n  - moved to next week",
    "budget\n  - discuss it next time\n  - no", "save the budget for the next meeting",
    "**budget**", "**Ada** budget", "budget (time=5m)?", "budget (~5 min):",
)  # fmt: skip
AGENDAS = {
    "agenda": "## Agenda",
    "topics and a sub-heading": "## Topics\n\n### Boats",
    "label": "Agenda:",
    "of the next meeting": "## Next meeting agenda",
    "not discussed": "## Not discussed",
    "notes": "## Notes",
    "agenda and a gathering sub-heading": "## Agenda\n\n### Updates",
    "title": "# Meeting topics",
    "skipped": "## Skipped items",
}


@pytest.mark.parametrize("head", AGENDAS)
def test_what_every_item_of_an_agenda_is(head, holds):
    body = "".join(f"- {text}\n" for text in TOPICS)
    text = f"# Call 2026-02-09\n\nPresent: Ada Moss, Bo Reed\n\n{AGENDAS[head]}\n\n{body}\n### Rope (Ada)\n\ntext\n"
    part = read_note(text.encode(), "note.md").parts[0]
    holds(row(t.title, t.owners, t.minutes, t.outcome, t.line) for t in part.agenda)


NOTES = (
    ("2026-02-09.md", '---\nattendees: [Ada Moss, 12, "", " ", [Bo], " Cy "]\n---\n# x'),
    ("2026-02-09.md", "---\nattendees: Ada Moss,,Bo Reed ,\n---\n# x"),
    ("2026-02-09.md", "---\nattendees:\nattended: 12\n---\n# x"),
    ("2026-02-09.md", "---\ntopics: [Ada Moss]\nparticipants: [Bo Reed]\n---\n# x"),
    ("2026-02-09.md", "# Sync"), ("minutes 2026-02-09.md", "# 2026-02-09\n\nCancelled"),
    ("call.md", "# Sync\n\nDate: 2026-02-09\n"),
    ("call.md",
    "# Notes\n\n## 2026-02-09\n\na\n\n### x 2026-02-10\n\n## 2026-02-16 (merged with the board call)\n"),
    ("2026.md", "# Calls\n\n## February 9\n\na\n\n## Feb 16: cancelled, nobody came\n\nb"),
    ("call.md", "# 2025\n\n## 9 March\n\n# 2026\n\n## 9 March"),
    ("2026-02.md", "# Feb\n\ntext"), ("2026-02-09-report.md",
    "# Weekly report\n\nWe have 300 users"), ("2026-02-09-report.md", "# Report of the meeting"),
    ("2026-02-09.md", "# Next meeting 2026-02-16\n\na"), ("2026-02-09.md", "# Sync 2026-02-12"),
    ("2026-02-09.md", "# Sync 2026-03-30"),
    ("readme.md", "# 2026-02-09"), ("2026-02-09-template.md", "# x"), ("call.md",
    "---\ndate: 2026-02-09\ntitle: T\n---\na"), ("call.md", "no day"),
    ("call.md", "---\ncreated: 2026-02-09\n---\n# T"), ("2026-02-09.md", "Moved to 2026-02-16"),
    ("call.md", "## 2026-02-09\n\nMoved to 2026-02-16\n\n## 2026-02-16\n\na"),
    ("call.md", "# 2026-02-09\n\nThe meeting was cancelled because of rain."), ("2026-02-09.md",
    "# Sync\n\nCancelled: rain"), ("call.md", ""),
    ("call.md",
    "# Log\n\n## 2026-02-09 budget and boats and gauges and rope and more and more\n\n## 2026-02\n\na"), ("2026-02-09.md", "---\nattendees: [Ada Moss, Bo Reed]\n---\n# x"),
    ("2026-02-09.md", "---\npresent: Ada Moss, Bo\n---\n# x"), ("call.md",
    "## Date: 2026-02-09\n\na"), ("2026-02-09.md", "# N/A"), ("call.md",
    "## 2026-02-09 n/a\n\n## 2026-02-16\n\nx"),
)  # fmt: skip


def test_which_meetings_every_file_holds(holds):
    def parts(name, text):
        note = read_note(text.encode(), name)
        yield row(name, repr(text), note.title)
        for p in note.parts:
            came = [(signed.line, signed.signature.name) for signed in p.signed]
            facts = (p.is_meeting, p.day, p.month, p.section, p.line, p.length, p.marks)
            yield f"  {row(*facts, p.cancelled, p.roll_call, came)}"
        yield from (f"  {row(u.line, u.text, u.reason)}" for u in note.unread)

    holds(line for name, text in NOTES for line in parts(name, text))


PEOPLE = ((), (("Ada", None), ("Bo", "bo")), (("ada", "x"), ("Cy", None), ("Dee", None)))
CALLS = [
    Call(series, f"{series}/{path}", path, Session(0, day, date(2026, 2, 1),
    length, title, signed, marks))
    for (series, path, title), (day, length), (signed, marks) in product(
        (
            ("team", "2026-02-09.md", "Sync"), ("team", "2026-02-09 minutes.md", "Sync"),
            ("team", "a/2026-02-09 boats.md", "Boats"),
            ("other", "2026-02-09.md", "Sync"), ("other", "b/2026-02-09.md", "Board 2026-02-09"),
        ),
        ((date(2026, 2, 9), 40), (None, 50)),
        ((PEOPLE[0], frozenset({1, 2, 3, 4})), (PEOPLE[1], frozenset({3, 4, 5, 6})), (PEOPLE[2], frozenset({1, 2}))),
    )
]  # fmt: skip


def test_which_of_two_notes_tell_one_call(holds):
    def answers(pair):
        for place, note in notes_of_calls(pair).items():
            longer = note.longer and note.longer.source_file
            yield (*place, note.meeting_id, longer, note.has_roll, note.is_signed, note.copies)

    pairs = combinations([*enumerate(CALLS)], 2)
    holds(row(i, j, *answers([one, two])) for (i, one), (j, two) in pairs)


def test_how_names_are_folded(holds):
    names = (
        "Ada Moss",
        "ADA  MÖSS",
        "a.da_moss",
        "Åsa Ø",
        "名前",
        "ﬁne",
        "",
        "...",
        "İ",
        "-a-",
        "e\u0301",
    )
    holds(row(repr(name), folded(name), slug(name)) for name in names)


TABLES = (
    "| Action | Owner | Status |\n|---|---|---|\n| mend | Ada | done |\n| row | Bo, Cy | open |\n| | Ada | x |\n| sing | All | in progress |\n| x | @dee | yes, in May |",
    "| Task | Who |\n|---|---|\n| mend | Ada and team |\n| row |",
    "| What | By |\n|---|---|\n| mend | Ada |",
    "| # | What | Person | Due |\n|---|---|---|---|\n| 1 | mend | Ada | May |\n| 2 | row | Bo | June |",
    "| What | Person |\n|---|---|\n| mend | the crew |",
    "| Action item that we all know of | Owner |\n|---|---|\n| mend | Ada |",
    "| Action | Owner |\n|---|---|\n| mend | Ada |\n\ntext\n\n| a | b |\n|---|---|\n| c | Bo |",
    "| Name | Done | Action |\n|---|---|---|\n| Ada | ✔ | mend |\n| Bo | no | row |\n| Cy | to do | x |",
    "<table><tr><th>Action</th><th>Owner</th><th>Status</th></tr>\n<tr><td>mend</td><td>Ada</td></tr>\n<tr><td>row</td></tr></table>",
    "- row it\n\n| What | Person |\n|---|---|\n| mend | Ada |",
    "| Action item for today | Owner |\n|---|---|\n| mend | Ada |\n\n| Action item for the crew | Owner |\n|---|---|\n| row | Bo |",
    "| Action owner | Action |\n|---|---|\n| Ada | mend |",
    "| Owner | Action owner |\n|---|---|\n| Ada | mend |",
    "| What | Person | Other |\n|---|---|---|\n| mend | Ada | Bo |",
    "| What | Who | Person |\n|---|---|---|\n| mend | the crew | Bo |",
    "| What | Where | Person |\n|---|---|---|\n| mend | weir | Ada |",
    "| Due | Person |\n|---|---|\n| May | Ada |",
    "| Person | Due |\n|---|---|\n| Ada | May |",
    "| What | Person |\n|---|---|\n| mend | Ada |\n\n| What | Person |\n|---|---|\n| row | the crew |",
    "| What | Person |\n|---|---|\n| mend | Ada |\n| row | the crew |",
    "| Action | Owner |\n|---|---|",
    "| - | Action | Owner | State |\n|---|---|---|---|\n| 1 | mend | Ada | later |\n| 2 | row | Bo | not yet |\n| 3 | ... | Cy | x |",
    "## Boats\n\n| What | Person |\n|---|---|\n| mend | Ada |",
    "Boats\n\n| What | Person |\n|---|---|\n| mend | Ada |",
)


@pytest.mark.parametrize(
    "head", ["## Notes", "## Action items", "Actions:", "## Actions\n\ntext"], ids=range(4)
)
def test_what_every_table_of_actions_gives(head, holds):
    def answers(table):
        text = f"# 2026-02-09\n\nPresent: Ada Moss, Bo Reed, Cy Quill\n\n{head}\n\n{table}\n"
        yield repr(table)
        for a in read_note(text.encode(), "note.md").parts[0].actions:
            yield f"  {row(a.line, a.text, a.owners, a.done, a.sure)}"

    holds(line for table in TABLES for line in answers(table))


REPEATED = (
    "<ada> hi\n<ada> I will mend it\n… Bo will row it\n... We have 300 users\n<bo> ok\na. Cy to sing a song",
    "17:02:01 <ada> ACTION: mend it\n17:02 <bo> … I will row it. We closed 12 issues",
    "- ACTION: Ada to mend the old gauge\n- Ada to mend the old gauge\n- Ada to mend it",
    "- Ada to mend the old gauge\n- Ada to mend the old gauge",
    "- ACTION: Bo will row\n- Bo will row\n- [ ] ACTION: Bo will row the boat\n- [ ] Bo will row the boat",
    "- DECISION: We keep the boat\n\n## Decisions\n\n- We keep the boat\n- keep the boat\n- the boat",
    "- ACTION: get 300 users to come\n- We have 300 users to come",
)


def test_what_a_summary_says_once_more_counts_once(holds):
    def answers(body):
        note = read_note(f"# 2026-02-09\n\nPresent: Ada Moss, Bo Reed\n\n{body}\n".encode(), "a.md")
        part = note.parts[0]
        yield repr(body)
        yield from (f"  {row(a.line, a.text, a.owners)}" for a in part.actions)
        yield from (f"  {row(d.line, d.text)}" for d in part.decisions)
        yield from (f"  {row(c.line, c.kind, c.value, c.quote)}" for c in part.claims)
        yield from (f"  {row(line.line, line.kind, line.text, line.under)}" for line in part.lines)

    holds(line for body in REPEATED for line in answers(body))


TASKS = (
    "- the weir\n  - write a blog post on the weir\n- write a letter about the weir",
    "the weir\n\nwrite a blog post on the weir\n\nlet's rename the gauge",
    "- let's rename the gauge\n- the weir\n\n  let's rename the weir",
    "write a letter about the weir (Bo)\n\n- write a letter about the weir -> Cy",
    "## Topics\n\n- the weir\n  - write a blog post on the weir",
    "- Topics:\n  - write a blog post on the weir\n- Help needed\n  - let's rename the gauge",
    "## Help needed; boats\n\n- let's rename the gauge\n- Ada will moor it\n\n## Help is needed\n\n- let's row",
    "- (Ada) to mend it\n- (Ada) Will mend it\n- (Ada) mends it\n- (Ada): to mend it",
    "- mend it <- Ada\n- mend it -> the crew\n- Ada - Will mend it\n- Ada: will mend it",
    "- mend it **COMPLETED**\n- I will mend it\n- Ada: I will mend it\n- Ada: let's rename the gauge",
    "Action items:\nmend it (Ada)\nNone\n\nACTION item scribe: Ada\n\nACTION: none",
    "ACTION: Ada to mend it\nStatus: done\n\nACTION: Bo to row it. Status: done",
    "ACTION: Ada to mend it\n\nStatus: open\n\nACTION: Bo to row it\n\nStatus: later",
    "## Actions\n\n- Ada: mend it\n  Status: done\n- Bo: row it\n  Status: open\n- Cy: sing\n  Status: later\n- mend\n  Status: done",
    "## Actions\n\n### Ada\n\n- mend it\n- Bo: row it\n- TBD to sing\n\n### Boats\n\n- row it\n\n---\n\n- no task",
    "## Actions\n\n---\n\n- mend it\n- Ada\n  - row it\n- Everyone\n  - sing a song\n- next steps:\n  - sit",
    "Ada: action items:\n\n- mend it\n\nBo:\n\n- row it\n\nNow then.\n\n- sing it",
    "**Actions**\n\n- mend it\n\n**Actions** of old\n\n- row it\n\nActions:\n\n- ~~sing it~~ (Bo)\n- None\n- [x] Cy: sit",
    "## Completed action items\n\n- Ada to mend it\n\n## Actions\n\n- Done action items\n  - Bo to row it\n  - [ ] Cy to sing",
    "## Agenda\n\n- [ ] mend it\n  - [x] row it (Bo)\n\n## Notes\n\n- [X] sing it @cy\n- [ ] TODO items:\n  - [ ] sit",
    "## Actions\n\n- **Ada** mend it\n- **Boats** row it\n- bo looks into it\n- sing it @cy @ada @cy\n- ME to sing it\n- Mona to sing\n- [ME] sing",
    "## Actions\n\n- mend it. Owner: Ada\n- row it (Bo, due in May)\n- sing it - Cy - today\n- sit - the crew\n- (done) mend\n- (all) row\n- mend (finished)",
    "- Ada will not see it, Bo will.\n- Ada: who will mend it?\n- [ ] Mona: who mends it?\n- [ ] Mona: mend it",
)  # fmt: skip


def test_which_tasks_every_text_sets(holds):
    def answers(body):
        note = read_note(
            f"# 2026-02-09\n\nPresent: Ada Moss, Bo Reed, Cy Quill\n\n## Notes\n\n{body}\n".encode(),
            "note.md",
        )
        yield repr(body)
        for a in note.parts[0].actions:
            yield f"  {row(a.line, a.text, a.owners, a.done, a.doubtful, a.sure)}"

    holds(line for body in TASKS for line in answers(body))
