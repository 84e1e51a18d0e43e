"""Markdown as a Word document (python-docx), for an office that answers in Word."""

import io
from collections.abc import Sequence
from datetime import datetime

from docx import Document
from docx.document import Document as Made
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

INK = RGBColor(0x17, 0x20, 0x2B)
LONGEST = 255  # characters of a property of a Word file
STYLES = {"bullet_list": "List Bullet", "ordered_list": "List Number"}


def document(text: str, *, title: str, author: str, made: datetime) -> bytes:
    """The bytes of a .docx: headings, paragraphs, lists and tables, on A4.

    made  naive UTC, the only clock in the file
    """
    page: Made = Document()
    about = page.core_properties
    about.title, about.author, about.comments = title[:LONGEST], author[:LONGEST], ""
    about.created = about.modified = made
    section = page.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(23)
    section.top_margin = section.bottom_margin = Mm(18)
    normal = page.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    normal.paragraph_format.space_after = Pt(5)
    for level in (1, 2, 3):  # Word's own are blue
        page.styles[f"Heading {level}"].font.color.rgb = INK
    parsed = MarkdownIt("commonmark", {"html": False}).disable("image").enable("table").parse(text)
    for node in SyntaxTreeNode(parsed).children:
        _block(page, node)
    target = io.BytesIO()
    page.save(target)
    return target.getvalue()


def _block(page: Made, node: SyntaxTreeNode, style: str | None = None) -> None:
    match node.type:
        case "heading":
            line = page.add_heading(level=int(node.tag[1]))
            line.paragraph_format.space_before = Pt(10)
            line.paragraph_format.space_after = Pt(3)
            _inline(line, node)
        case "paragraph":
            _inline(page.add_paragraph(style=style), node)
        case "bullet_list" | "ordered_list":
            for item in node.children:
                for inner in item.children:
                    _block(page, inner, STYLES[node.type])
        case "table":
            _table(page, node)
        case "fence" | "code_block":
            page.add_paragraph(node.content.rstrip(), style=style)
        case _:
            for inner in node.children:
                _block(page, inner, style)


def _table(page: Made, node: SyntaxTreeNode) -> None:
    """A row of empty headings is none: it only makes a table of the lines below it."""
    rows = [row.children for part in node.children for row in part.children]
    heads = rows[0]
    has_head = any(each.children and each.children[0].content for each in heads)
    rows = rows if has_head else rows[1:]
    made: Table = page.add_table(rows=len(rows), cols=len(heads), style="Table Grid")
    for at, row in enumerate(rows):
        _row(made, at, row, is_head=has_head and at == 0)
    page.add_paragraph().paragraph_format.space_after = Pt(2)


def _row(made: Table, at: int, cells: Sequence[SyntaxTreeNode], *, is_head: bool) -> None:
    for place, cell in enumerate(cells):
        line = made.cell(at, place).paragraphs[0]
        line.paragraph_format.space_after = Pt(1)
        if "right" in str(cell.attrs.get("style", "")):
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _inline(line, cell)
        for run in line.runs:
            run.bold = True if is_head else run.bold
            run.font.size = Pt(9.5)


def _inline(
    line: Paragraph, node: SyntaxTreeNode, *, bold: bool = False, italic: bool = False
) -> None:
    for each in node.children:
        match each.type:
            case "text" | "code_inline":
                run = line.add_run(each.content)
                run.bold, run.italic = bold or None, italic or None
            case "softbreak":
                line.add_run(" ")
            case "hardbreak":
                line.add_run().add_break()
            case "strong":
                _inline(line, each, bold=True, italic=italic)
            case "em":
                _inline(line, each, bold=bold, italic=True)
            case "link":
                _inline(line, each, bold=bold, italic=italic)
                line.add_run(f" ({each.attrs.get('href')})")
            case _:
                _inline(line, each, bold=bold, italic=italic)
