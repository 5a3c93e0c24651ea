"""What readers wrote below an article is dropped when the page is read, contact or no contact."""

import pytest

from spiders.body import read_body
from spiders.decoding import decode_page
from spiders.pages import Article
from spiders.platforms import parse_page
from spiders.readers import before_readers
from spiders.recording import Page, record
from tests.spiders.pages import FETCHED_AT, PORTALS, raw_page

WHO, OTHER = "Lê Văn Giả", "Trần Thị Mẫu"
SAID, ALSO = "Tôi thấy đường trước nhà mình hư đã lâu mà chưa ai sửa.", "Rất hay!"
SECRETS = (WHO, OTHER, SAID, ALSO)
_SENTENCE = "Ủy ban nhân dân tỉnh giao các sở, ngành hoàn thành nhiệm vụ cải cách hành chính trong quý này."
PROSE = "".join(f"<p>{_SENTENCE} {_SENTENCE} Việc thứ {number}.</p>" for number in range(1, 4))
END = "Việc thứ 3."
#: Comments as platforms write them, none with an e-mail address or a telephone number.
COMMENTS = {
    "nukeviet": (
        '<div id="idcomment"><p class="comment-title">Ý kiến bạn đọc</p><ul class="comment-list">'
        f'<li class="media"><strong>{WHO}</strong> - 23/06/2022 08:15<p>{SAID}</p></li>'
        f"<li><strong>{OTHER}</strong><p>{ALSO}</p></li></ul></div>"
    ),
    "nukeviet, names of boxes changed": (
        f'<div class="box"><p>Ý kiến bạn đọc</p><ul><li><b>{WHO}</b> - 23/06/2022 08:15<p>{SAID}</p></li>'
        f"<li><strong>{OTHER}</strong><p>{ALSO}</p></li></ul></div>"
    ),
    "vnpt": (
        f'<div class="UIComment_Default"><div class="Title">Bình luận</div><div class="item">{WHO}</div>'
        f"<div>{SAID}</div><div>{OTHER}</div><div>{ALSO}</div></div>"
    ),
    "vnpt, heading apart": (
        '<div class="Head"><span>Ý kiến bạn đọc (2)</span><p>Sắp xếp theo mới nhất</p></div>'
        f"<div class='List'><p><b>{WHO}</b></p><p>{SAID}</p><p><b>{OTHER}</b></p><p>{ALSO}</p></div>"
    ),
    "liferay": (
        '<div class="taglib-discussion" id="p_p_discussion"><fieldset><div>Bình luận</div>'
        f"<div>{WHO}, 3 năm trước đây.</div><div>{SAID}</div>"
        f"<div>{OTHER}</div><div>{ALSO}</div></fieldset></div>"
    ),
    "liferay, names of boxes changed": (
        f"<div><h3>Bình luận (2)</h3><div><div>{WHO}, 3 năm trước đây.</div><div>{SAID}</div></div>"
        f"<div><div>{OTHER}</div><div>{ALSO}</div></div></div>"
    ),
    "home-made": (
        f"<table><tr><td>Ý kiến của bạn đọc</td></tr><tr><td>{WHO} viết: {SAID}</td></tr>"
        f"<tr><td>{OTHER} viết: {ALSO}</td></tr></table>"
    ),
    "home-made, with a form": (
        f"<div><h4>Gửi bình luận</h4><div>Họ và tên</div><div>Nội dung</div><div>{WHO}</div><div>{SAID}</div>"
        f"<div>{OTHER}</div><div>{ALSO}</div></div>"
    ),
    "home-made, times below names": (
        f"<div><h4>2 bình luận cho bài viết này</h4><div>{WHO}</div><div>23/06/2022 08:15</div>"
        f"<div>{SAID}</div>"
        f"<div>{OTHER}</div><div>2 giờ trước</div><div>{ALSO}</div></div>"
    ),
}
#: The page of an article by portal: head, then a body that is closed by what follows; and its address.
PAGES = {
    "binhdinh": ("/a/b.html", '<h1 class="title-detail">{title}</h1><div class="content-detail" itemprop='
                 '"articleBody">{body}</div>'),
    "sonoivu-binhdinh": ("/vi/news/tin/b-1.html", '<div class="newsdetail"><h1 class="title">{title}</h1>'
                         '<div id="news-bodyhtml" class="bodytext">{body}</div></div>'),
    "sonla": ("/tin/b-1", '<h1 class="ArticleHeader">{title}</h1><div class="ArticleContent">{body}</div>'),
    "vinhlong": ("/xem/id/1", '<div id="dnn_ctr9_x"><span id="dnn_ctr9_lblTieuDe">{title}</span>'
                 '<div id="dnn_ctr9_lblNoiDung">{body}</div></div>'),
    "binhduong": ("/tin/1-b", '<div id="MSO_ContentTable"><h1>{title}</h1>'
                  '<div class="ms-rtestate-field">{body}</div></div>'),
    "inet": ("/x/page/xemtin.cpx?uuid=65ae385e0000000000000000",
             '<div class="xemtin"><h1 class="tieude">{title}</h1><div class="noidung">{body}</div></div>'),
    "unknown": ("/a/b.html", "<main><h1>{title}</h1><section>{body}</section></main>"),
    "liferay": ("/-/view_content/1-b.html", '<div class="portlet-asset-publisher"><h3>{title}</h3>'
                '<div class="journal-content-article">{body}</div></div>'),
}  # fmt: skip
TITLE = "Họp giao ban tháng 6"


def _read(name: str, body: str, behind: str = "") -> Article:
    path, frame = PAGES[name]
    portal = PORTALS.get(name, PORTALS["binhdinh"])
    if name == "inet":
        portal = portal.model_copy(update={"platform": "inet"})
    html = f"<title>{TITLE}</title><body>{frame.format(title=TITLE, body=body)}{behind}</body>"
    (article,) = parse_page(raw_page(portal, portal.base_url + path, html.encode()), portal)
    return article


@pytest.mark.parametrize("comments", COMMENTS)
@pytest.mark.parametrize("name", PAGES)
def test_comments_without_contacts_never_reach_an_article(name: str, comments: str) -> None:
    for article in (_read(name, PROSE + COMMENTS[comments]), _read(name, PROSE, COMMENTS[comments])):
        kept = repr(article)
        assert [secret for secret in SECRETS if secret in kept] == []
        assert article.text.endswith(END)
        assert (article.title, article.author) == (TITLE, None)
        assert article.read_by == ("generic" if name in {"unknown", "liferay"} else "platform")


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("unknown", "Theo ý kiến bạn đọc gửi về tòa soạn, 85% hài lòng với cách giải quyết hồ sơ."),
        ("unknown", "Ý kiến bạn đọc về dự thảo được tổng hợp trước ngày 30/6/2024."),
        ("sonla", "Theo ý kiến bạn đọc gửi về tòa soạn, 85% hài lòng với cách giải quyết hồ sơ."),
        ("sonla", "Ý kiến bạn đọc về dự thảo được tổng hợp trước ngày 30/6/2024."),
        ("sonla", "Bình luận</p><p>Chuyên gia cho rằng chỉ số PAPI năm 2023 tăng 42,5 điểm là nhờ cải cách."),
        ("sonla", "Ý kiến phản hồi</p><p>Sở Nội vụ đã nhận 12 ý kiến, trả lời 10 ý kiến đúng hạn."),
        ("sonla", "Thảo luận</p><p>Ông Nguyễn Văn Thử, Giám đốc Sở: năm 2023 tỉnh xếp thứ 15/63."),
    ],
)
def test_prose_that_tells_of_readers_stays(name: str, own: str) -> None:
    article = _read(name, f"{PROSE}<p>{own}</p>{PROSE}")
    for line in own.split("</p><p>")[-1:]:
        assert line in article.text
    assert article.text.count(END) == 2


@pytest.mark.parametrize("times", [1, 9])
@pytest.mark.parametrize("name", ["comments", "binh-luan", "taglib-discussion"])
def test_readers_are_left_out_by_the_name_of_their_box_however_much_they_say(name: str, times: int) -> None:
    words = SAID * times
    said = f'<div class="{name}"><div>{WHO}</div><p>{words}</p><div>{OTHER}</div><p>{words}</p></div>'
    article = _read("unknown", PROSE + said)
    assert [secret for secret in SECRETS if secret in repr(article)] == []
    assert article.text.endswith(END)


def test_a_button_beside_the_title_cuts_nothing() -> None:
    tools = "<p>Bình luận (0)</p><p>Thứ tư, 22/06/2022 16:39</p>"
    assert END in read_body(f"<div><p>Mở đầu.</p>{tools}{PROSE}</div>").text


def test_who_signs_an_article_is_no_reader() -> None:
    lines = ["Một.", "Bình luận", "Nhiều ý kiến cho rằng tỉnh đã làm tốt.", "Nhật Chi"]
    assert before_readers(lines) == 4
    assert before_readers([*lines[:2], "Nhật Chi"]) == 3


@pytest.mark.parametrize(
    "said",
    [
        ["Bình luận (2)", "minh123", "23/06/2022 08:15", SAID],
        ["Bình luận", "Hoa", "2 giờ trước", SAID],
        ["Bình luận", "lê văn giả", SAID],
        ["Bình luận", "Lê V. G", SAID],
        ["Bình luận", "23/06/2022 08:15", "minh123", SAID],
        ["Bình luận", "minh123, 2 giờ trước", SAID],
        ["Các bình luận (3)", f"{WHO} - 23/06/2022 08:15", SAID],
        ["2 bình luận cho bài viết này", f"{WHO} viết:", SAID],
        ["Bình luận bài viết", WHO, "Thứ năm, 23/06/2022 08:15", SAID],
        ["Ý kiến bình luận", f"{WHO} - 23/06/2022", SAID],
        ["Ý kiến đóng góp", WHO, SAID],
        ["Bình luận - 3", WHO, SAID],
        ["» Bình luận", "Trả lời", SAID],
        ["» Ý kiến bạn đọc (2):", SAID],
        ["Bình luận của người dân", f"{WHO} - 23/06/2022", SAID],
        ["Thảo luận", WHO, SAID, OTHER, ALSO],
        ["Thảo luận", WHO, "23/06/2022 08:15", SAID],
    ],
)
def test_who_wrote_and_when_may_stand_in_many_ways(said: list[str]) -> None:
    assert before_readers(["Tin.", *said]) == 1


@pytest.mark.parametrize(
    "own",
    [
        ["Thảo luận", "Nội dung thảo luận:", "GRDP quý I tăng 8,5%; PCI đạt 68,2 điểm."],
        ["Thảo luận", "Thích ứng với hạn mặn", "Diện tích lúa đạt 12.000 ha, tăng 5%."],
        ["Ý kiến phản hồi", "Nội dung trọng tâm:", "GRDP tăng 8%."],
        ["Ý kiến phản hồi", "Trả lời kiến nghị của cử tri", "GRDP tăng 8%."],
        ["Bình luận", "Bà Rịa", "GRDP tăng 8% so với cùng kỳ."],
        ["Bình luận", "Lâm Đồng", "GRDP tăng 8% so với cùng kỳ."],
        ["Bình luận", "Sáng 23/06/2022, tỉnh họp về chỉ số PCI.", "GRDP tăng 8%."],
        ["Thảo luận", "GRDP tăng 8%.", "Mọi chi tiết liên hệ số điện thoại 0256 3822 294."],
        ["Bình luận", *["GRDP tăng 8%."] * 5, "Đường dây nóng: 0256 3822 294."],
        ["Thảo luận", "Lê Văn Giả", "Chỉ số PCI tăng 5 điểm là nhờ cải cách."],
        ["Thảo luận", "Ông Lê Văn Giả nói: chỉ số PCI tăng 5 điểm."],
        ["Bình luận", "Chia sẻ", "22/06/2022 16:39", "Chỉ số PCI tăng 5 điểm là nhờ cải cách."],
        ["Bình luận (0)", "22/06/2022 16:39", "PCI", "Chỉ số PCI tăng 5 điểm là nhờ cải cách."],
    ],
)
def test_what_an_article_says_below_such_a_heading_stays(own: list[str]) -> None:
    assert before_readers(["Tin.", *own]) == 1 + len(own)


@pytest.mark.parametrize("comments", COMMENTS)
def test_comments_never_reach_a_recorded_case(comments: str) -> None:
    portal = PORTALS["sonla"]
    path, frame = PAGES["sonla"]
    for inside, behind in ((COMMENTS[comments], ""), ("", COMMENTS[comments])):
        html = f"<html><body>{frame.format(title=TITLE, body=PROSE + inside)}{behind}</body></html>"
        page = Page(
            url=portal.base_url + path, body=html.encode(), content_type="text/html", captured_at=FETCHED_AT
        )
        recorded = record(page, portal, "article").recorded
        kept = decode_page(recorded.body, "text/html; charset=utf-8").text + repr(recorded.case)
        assert [secret for secret in SECRETS if secret in kept] == []
        assert recorded.case.expect.last_line is not None
        assert recorded.case.expect.last_line.endswith(END)
