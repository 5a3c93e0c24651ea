"""The laws module of the NukeViet replica: a table paged by ``?page=N``, details of labels and values."""

from tests.portals.attached import file_at, file_response
from tests.portals.model import Page, Section, Site
from tests.portals.nukeviet_pages import frame
from tests.portals.web import (
    Request,
    Response,
    escape,
    number_of,
    page_count,
    page_html,
    page_slice,
)

PAGE_SIZE = 12


def laws_answer(site: Site, request: Request) -> Response | None:
    """Answer a request for the list, a document or its file; None for any other address."""
    if not site.libraries:
        return None
    section = site.libraries[0]
    if request.path == section.path:
        return page_html(_list(site, section, request))
    if request.path.startswith("/uploads/laws/"):
        return file_response(request, file_at(site, request.path))
    page = next((page for page in site.documents if page.path == request.path), None)
    return page_html(_detail(site, page)) if page else None


def _list(site: Site, section: Section, request: Request) -> str:
    pages = site.listed(section.key)
    last = page_count(pages, PAGE_SIZE)
    number = number_of(request.query.get("page"))
    shown = [] if request.empty else page_slice(pages, number, PAGE_SIZE)
    rows = "".join(_row(page, place) for place, page in enumerate(shown, 1))
    links = "".join(
        f'<li class="active"><a href="#">{n}</a></li>'
        if n == number
        else f'<li><a href="{section.path}?page={n}">{n}</a></li>'
        for n in range(1, last + 1)
    )
    head = "".join(
        f"<td><strong>{name}</strong></td>" for name in ("STT", "Số ký hiệu", "Ngày ban hành", "Trích yếu")
    )
    table = f'<table class="table table-striped laws"><tr>{head}</tr>{rows}</table>'
    return frame(
        site, section.name, f'{table}<div class="text-center"><ul class="pagination">{links}</ul></div>'
    )


def _row(page: Page, place: int) -> str:
    cells = dict(zip(*page.blocks[0].rows, strict=True))
    file = page.attachments[0]
    return (
        f'<tr><td>{place}</td><td><a href="{page.path}">{escape(cells["Số ký hiệu"])}</a></td>'
        f'<td>{cells["Ngày ban hành"]}</td><td><a href="{page.path}">{escape(page.title)}</a> '
        f'<a class="laws-download-file" href="{file.url}"><em class="fa fa-download"></em></a></td></tr>'
    )


def _detail(site: Site, page: Page) -> str:
    rows = "".join(
        f'<tr class="hoatim"><td class="text-right">{label}</td><td>{escape(value)}</td></tr>'
        for label, value in zip(*page.blocks[0].rows, strict=True)
        if label != "Trích yếu"
    )
    file = page.attachments[0]
    return frame(
        site,
        page.title,
        f'<h1 class="lawh3">{escape(page.title)}</h1><table class="table">{rows}</table>'
        f'<div class="panel laws-download-file"><ul><li><a href="{file.url}">{file.name}</a></li></ul></div>',
    )
