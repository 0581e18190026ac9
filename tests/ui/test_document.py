"""The summary on paper: whole pages, nothing torn, nothing loaded, text that can be searched."""

from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QSizeF
from PySide6.QtGui import QImage, QPageSize, QTextDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from deskpro_sso_gui import texts
from deskpro_sso_gui.summary.facts import summary_facts
from deskpro_sso_gui.summary.model import Summary
from deskpro_sso_gui.ui.document import page_layout, paint, paper_size, preview_document, to_pdf
from deskpro_sso_gui.ui.page_breaks import set_paged_html
from deskpro_sso_gui.ui.theme import Scheme, Theme
from tests.support.readers import needs_fonts_for, of_pdf, poppler
from tests.support.records import NOW
from tests.support.summaries import NAMES, RECORDS, facts_of, missing, squeezed

pytestmark = [pytest.mark.window, pytest.mark.usefixtures("application")]
A4, LETTER = QPageSize.PageSizeId.A4, QPageSize.PageSizeId.Letter


def facts(which: str) -> Summary:
    return summary_facts(RECORDS[which](), now=NOW)


def written(folder: Path, which: str, size: QPageSize.PageSizeId = A4) -> Path:
    path = folder / "summary.pdf"
    path.write_bytes(to_pdf(facts(which), QPageSize(size)))
    return path


def told(path: Path) -> dict[str, str]:
    lines = poppler("pdfinfo", str(path)).splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def test_the_file_says_what_it_is(tmp_path: Path) -> None:
    info = told(written(tmp_path, "japanese"))
    assert info["Title"] == f"DeskPRO sign-in through JumpCloud: {NAMES['japanese']}"
    assert info["Creator"].startswith("DeskPRO SSO Assistant ")
    assert info["Encrypted"] == "no"
    assert info["JavaScript"] == "no"


@pytest.mark.parametrize(("size", "name"), [(A4, "(A4)"), (LETTER, "(letter)")])
def test_every_page_has_its_number_and_its_title(
    tmp_path: Path, size: QPageSize.PageSizeId, name: str
) -> None:
    path = written(tmp_path, "finished", size)
    info = told(path)
    assert info["Page size"].endswith(name)
    count = int(info["Pages"])
    assert count > 1
    pages = of_pdf(path).rstrip("\f").split("\f")
    assert len(pages) == count
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {count}" in page
        assert "DeskPRO sign-in through JumpCloud: acme.example" in " ".join(page.split())
        assert "23 Nov 2026, 14:05" in page


@pytest.mark.parametrize(
    ("locale", "size"),
    [("en_GB", A4), ("de_DE", A4), ("ja_JP", A4), ("en_US", LETTER), ("fr_CA", LETTER)],
)
def test_the_paper_is_the_countrys(locale: str, size: QPageSize.PageSizeId) -> None:
    assert paper_size(QLocale(locale)).id() is size


@pytest.mark.parametrize("which", ["finished", "japanese", "hebrew", "cyrillic"])
def test_its_fonts_are_inside_and_its_text_can_be_searched(tmp_path: Path, which: str) -> None:
    needs_fonts_for(which)
    path = written(tmp_path, which)
    fonts = poppler("pdffonts", str(path)).splitlines()[2:]
    assert fonts
    for line in fonts:
        embedded, _named_as_subset, to_unicode = line.split()[-5:-2]
        assert (embedded, to_unicode) == ("yes", "yes"), line
    assert missing(facts_of(facts(which)), of_pdf(path)) == []
    assert path.stat().st_size < 100_000  # of each font only what is used


def test_nothing_in_it_leads_out_of_it(tmp_path: Path) -> None:
    path = written(tmp_path, "hostile")
    assert poppler("pdfinfo", "-url", str(path)).splitlines()[1:] == []
    assert b"/URI" not in path.read_bytes()
    assert b"/Launch" not in path.read_bytes()


def test_a_resource_that_is_named_is_never_loaded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    document = preview_document(facts("finished"))
    for kind in QTextDocument.ResourceType:
        assert document.loadResource(kind.value, secret.as_uri()) is None
    document.setHtml(f'<img src="{secret.as_uri()}"><link rel="stylesheet" href="{secret}">')
    assert document.toPlainText().strip() in {"", "\ufffc"}


@pytest.mark.parametrize("which", RECORDS)
def test_every_page_is_drawn(tmp_path: Path, which: str) -> None:
    path = written(tmp_path, which)
    poppler("pdftoppm", "-r", "40", "-png", str(path), str(tmp_path / "page"))
    pages = sorted(tmp_path.glob("page-*.png"))
    assert len(pages) == int(told(path)["Pages"])
    for page in pages:
        image = QImage(str(page))
        colours = {
            image.pixel(x, y)
            for x in range(0, image.width(), 2)
            for y in range(0, image.height(), 2)
        }
        assert len(colours) > 20, f"{page.name} is blank"
        edges = {image.pixel(x, image.height() // 2) for x in (2, image.width() - 3)}
        assert len(edges) == 1, f"{page.name}: something runs over the margin"


ROWS = "".join(
    f"<tr><th>{n}</th><td>{'word ' * (n * 7 % 60)}<br>end of {n}</td></tr>" for n in range(40)
)
MARKUP = f"<h1>one</h1><p>leads</p><table>{ROWS}</table><h2>two</h2><ul>" + "".join(
    f"<li>{'item ' * 90} end of item {n}</li>" for n in range(20)
)


@pytest.mark.parametrize("height", range(300, 420, 7))
def test_a_page_ends_in_no_row_item_or_heading(height: int) -> None:
    document = QTextDocument()
    document.setPageSize(QSizeF(500, height))
    set_paged_html(document, MARKUP + "</ul>")
    layout = document.documentLayout()
    page_of: dict[str, set[int]] = {}
    block, name = document.begin(), ""
    while block.isValid():
        rect = layout.blockBoundingRect(block)
        if rect.height() > 0 and block.text().strip():
            if block.blockFormat().headingLevel():
                name = f"heading {block.text()}"
            elif block.text().isdigit():
                name = f"row {block.text()}" if block.text() != "0" else name
            elif block.textList() is not None and not name.startswith("heading"):
                name = block.text()[-20:]
            page_of.setdefault(name, set()).update(
                int(at // height) for at in (rect.top(), rect.bottom() - 1)
            )
            if block.textList() is not None:
                name = ""
        block = block.next()
    torn = {each: pages for each, pages in page_of.items() if len(pages) > 1}
    assert not torn
    assert len(page_of) == 1 + 39 + 1 + 19
    shown = document.toPlainText()
    assert [n for n in range(40) if f"end of {n}\n" not in shown.replace("\u2028", "\n")] == []
    assert [n for n in range(20) if f"end of item {n}" not in shown] == []


def test_what_is_higher_than_a_page_is_torn_and_not_lost() -> None:
    document = QTextDocument()
    document.setPageSize(QSizeF(200, 100))
    words = " ".join(f"w{n}" for n in range(400))
    set_paged_html(document, f"<h1>one</h1><table><tr><td>{words}</td></tr></table><p>last</p>")
    assert document.pageCount() > 3
    assert "w399" in document.toPlainText()
    assert "last" in document.toPlainText()


def test_paper_is_white_in_a_dark_window_and_the_preview_is_not(application: QApplication) -> None:
    del application
    light = to_pdf(facts("finished"), QPageSize(A4))
    preview = preview_document(facts("finished")).toHtml()
    Theme.current().use(Scheme.DARK)
    try:
        dark = to_pdf(facts("finished"), QPageSize(A4))
        assert preview_document(facts("finished")).toHtml() != preview
    finally:
        Theme.current().use(Scheme.LIGHT)
    assert abs(len(dark) - len(light)) < 200


def test_a_printer_gets_the_same_pages(tmp_path: Path) -> None:
    path = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setPageLayout(page_layout(QPageSize(A4)))
    assert paint(facts("finished"), printer)
    assert squeezed(of_pdf(path)) == squeezed(of_pdf(written(tmp_path, "finished")))


def test_from_the_right_it_is_set_from_the_right(tmp_path: Path) -> None:
    texts.use(texts.PSEUDO_RTL)
    try:
        path = written(tmp_path, "finished")
    finally:
        texts.use("en")
    poppler("pdftoppm", "-r", "20", "-gray", "-f", "1", "-l", "1", str(path), str(tmp_path / "p"))
    [page] = tmp_path.glob("p-*.pgm")
    image = QImage(str(page))
    half, dark = image.width() // 2, 128
    left, right = (
        sum(
            image.pixelColor(x, y).red() < dark
            for x in range(start, start + half)
            for y in range(image.height())
        )
        for start in (0, half)
    )
    assert right > left
