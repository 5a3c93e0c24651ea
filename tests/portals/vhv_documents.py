"""Legal documents of the VHV replica: a table on page 1, details of labels and values, scripted files."""

from tests.portals.model import Page, Site
from tests.portals.vhv_pages import frame
from tests.portals.web import escape


def rows_html(pages: list[Page]) -> str:
    """Return page 1 of a list of documents."""
    rows = "".join(_row(page) for page in pages)
    head = "".join(f"<th>{name}</th>" for name in ("Số ký hiệu", "Ngày ban hành", "Trích yếu", "Tải về"))
    return f'<div class="list-legal-document-table"><table><tr>{head}</tr>{rows}</table></div>'


def detail_html(site: Site, page: Page) -> str:
    """Return the page of a document."""
    rows = "".join(
        f'<tr><td class="td-title">{label}</td><td>{escape(value)}</td></tr>'
        for label, value in zip(*page.blocks[0].rows, strict=True)
    )
    file = page.attachments[0]
    download = f"<a href=\"#\" onclick=\"downloadFile('{page.key}','{file.url}')\">{file.name}</a>"
    last = f'<tr><td class="td-title">Tệp đính kèm</td><td>{download}</td></tr>'
    table = f'<div class="legal-document-detail"><table class="table">{rows}{last}</table></div>'
    return frame(site, page.title, table)


def _row(page: Page) -> str:
    cells = dict(zip(*page.blocks[0].rows, strict=True))
    file = page.attachments[0]
    texts = (
        f'<a href="{page.path}">{escape(cells["Số ký hiệu"])}</a>',
        cells["Ngày ban hành"],
        f'<a href="{page.path}">{escape(page.title)}</a>',
        f"<a href=\"#\" onclick=\"downloadFile('{page.key}','{file.url}')\">Tải về</a>",
    )
    return "<tr>" + "".join(f"<td>{text}</td>" for text in texts) + "</tr>"
