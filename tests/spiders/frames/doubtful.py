"""Pages without a date, each in a frame of its own: some are articles, some only hold sentences."""

from collections.abc import Iterable

_TOPICS = (
    (
        "Xã phát động trồng cây đầu xuân",
        "Sáng mùng sáu Tết, đoàn viên các thôn trồng hơn hai nghìn cây lim dọc bờ kênh.",
    ),
    (
        "Hội phụ nữ xã thăm các gia đình chính sách",
        "Đoàn đã đến từng nhà, tặng quà và hỏi thăm sức khỏe của các mẹ, các chị trong xã.",
    ),
    (
        "Trạm y tế nhắc người dân phòng sốt xuất huyết",
        "Mỗi hộ cần dọn chum vại đọng nước, ngủ màn cả ban ngày và báo trạm khi có người sốt cao.",
    ),
    (
        "Lớp tập huấn chăn nuôi an toàn cho bảy thôn",
        "Hơn tám mươi hộ được hướng dẫn cách ủ phân, khử trùng chuồng trại và ghi sổ theo dõi đàn.",
    ),
    (
        "Nhà văn hóa thôn Hạ được sửa lại mái",
        "Bà con góp ngày công, xã góp vật liệu, sau ba tuần mái ngói cũ đã được thay bằng mái tôn.",
    ),
    (
        "Đường liên thôn đổ bê tông thêm một đoạn",
        "Đoạn đường dài sáu trăm mét nối hai thôn giúp học sinh không còn phải lội bùn vào mùa mưa.",
    ),
)
_MENU = "".join(
    f"<li><a href='/muc-{n}'>{name}</a></li>" for n, name in enumerate(("Giới thiệu", "Tin tức", "Văn bản"))
)


def _each(form: str, times: int = 1) -> str:
    entries = enumerate(_TOPICS * times, 1)
    return "".join(form.format(n=n, title=title, brief=brief) for n, (title, brief) in entries)


def _page(title: str, main: str) -> str:
    return f"<html><head><title>{title}</title></head><body><ul>{_MENU}</ul>{main}</body></html>"


def _search_results() -> str:
    hits = _each("<div class='kq'><div class='td'>{n}. {title}</div><div>... {brief} {brief} ...</div>"
                 "<div class='dc'><a href='/bai/{n}'>https://xa.gov.vn/bai/{n}</a></div></div>")  # fmt: skip
    return _page(
        "Kết quả tìm kiếm",
        f"<div id='ket-qua'><h1>Kết quả tìm kiếm cho «cây xanh»</h1>{hits}<p>1 2 3</p></div>",
    )


def _teasers_of_a_category() -> str:
    cards = _each("<article><h3>{title}</h3><p>{brief} {brief}</p><a href='/tin/{n}'>Xem tiếp</a></article>")
    return _page("Hoạt động của xã", f"<section><h2>Hoạt động của xã</h2>{cards}</section>")


def _flat_teasers() -> str:
    rows = _each("<b>{title}</b><br>{brief} {brief}<br><a href='?tin={n}'>Chi tiết...</a><br><br>")
    return _page(
        "Tin hoạt động đoàn thể", f"<td class='giua'><div><h1>Tin hoạt động đoàn thể</h1>{rows}</div></td>"
    )


def _procedures() -> str:
    row = "<tr><td>{n}</td><td>Thủ tục {n}: {title}, theo cơ chế một cửa của xã</td><td>{brief}</td></tr>"
    return _page(
        "Thủ tục hành chính cấp xã",
        "<div><h1>Thủ tục hành chính cấp xã</h1><table><tr><th>STT</th><th>Tên</th><th>Cách làm</th></tr>"
        f"{_each(row, 2)}</table></div>",
    )


def _survey() -> str:
    asked = _each("<li><p>Câu {n}. Ông, bà đánh giá thế nào về việc sau đây: {title}? {brief}</p>"
                  "<label><input type=radio name=c{n}> Hài lòng</label> <label><input type=radio name=c{n}>"
                  " Chưa hài lòng</label></li>")  # fmt: skip
    return _page(
        "Khảo sát sự hài lòng của người dân",
        f"<form method=post><h1>Khảo sát sự hài lòng của người dân</h1><ol>{asked}</ol></form>",
    )


def _request_form() -> str:
    fields = _each("<div class=o><label>{title}. {brief}</label><input type=text name=o{n}></div>")
    told = "<p>Người gửi điền đủ các ô dưới đây, xã trả lời trong mười ngày làm việc qua số máy đã ghi.</p>"
    return _page(
        "Gửi phản ánh, kiến nghị", f"<div><h1>Gửi phản ánh, kiến nghị</h1>{told}<form>{fields}</form></div>"
    )


def _parked_domain() -> str:
    said = (
        "<p>This domain name has expired and may be for sale by its owner. Make an offer and our brokers"
        " will contact the holder on your behalf.</p><p>Related searches: credit, loans, insurance and"
        " many others. The sponsored listings displayed above are served automatically by a third party.</p>"
        "<p>Buy this domain now, or ask our brokers about the other names in their catalogue.</p>"
    )
    head = "Xa-thuong.vn is for sale"
    return f"<html><head><title>{head}</title></head><body><h1>{head}</h1>{said}</body></html>"


def _parked_in_vietnamese() -> str:
    said = (
        "<p>Tên miền này đã hết hạn và đang được rao bán. Quý khách xin liên hệ nhà đăng ký để được báo"
        " giá và hướng dẫn chuyển nhượng trong vòng hai mươi bốn giờ.</p><p>Chúng tôi cung cấp tên miền,"
        " thư điện tử và chứng thư số cho hơn một trăm nghìn khách hàng, hỗ trợ suốt ngày đêm.</p>"
        "<p>Hãy đăng ký ngay hôm nay để nhận nhiều ưu đãi cho tên miền quốc gia và gói máy chủ đầu tiên.</p>"
    )
    return _page("Tên miền đang được rao bán", f"<center><h2>Tên miền đang được rao bán</h2>{said}</center>")


def _questions() -> str:
    boxes = _each("<div class='faq panel'><a class=h href='#a{n}'>Hỏi về việc: {title}</a>"
                  "<div>{brief} {brief}</div></div>")  # fmt: skip
    return _page("Câu hỏi thường gặp", f"<main><h1>Câu hỏi thường gặp</h1>{boxes}</main>")


def _album() -> str:
    shots = _each("<li><a href='/anh/{n}'><img src=/a{n}.jpg></a><p>{title}: {brief}</p>"
                  "<a href='/anh/{n}'>Xem ảnh</a></li>")  # fmt: skip
    return _page("Thư viện ảnh của xã", f"<div><h1>Thư viện ảnh của xã</h1><ul class=anh>{shots}</ul></div>")


def _dated_hits() -> str:
    hits = _each("<li class=hit><b>{title}</b><i>0{n}/03/2024 08:00</i><p>{brief} {brief}</p><a href='/{n}'>"
                 "xa.gov.vn &gt; tin &gt; {n}</a></li>")  # fmt: skip
    return _page("Tra cứu tin đã đăng", f"<div><h1>Tra cứu tin đã đăng</h1><ol>{hits}</ol></div>")


def _documents() -> str:
    rows = _each(
        "<div class=vb>Quyết định số {n}/QĐ-UBND về việc: {title}, 3 tờ <a href='/vb/{n}'>Tải về</a></div>"
    )
    return _page("Văn bản của xã", f"<div><h1>Văn bản của xã</h1>{rows}</div>")


def _prose(*numbers: int) -> Iterable[str]:
    for number in numbers:
        title, brief = _TOPICS[number]
        yield f"{brief} Ông chủ tịch xã nói việc «{title.lower()}» sẽ được làm tiếp ở các thôn còn lại."


def _with_breaks() -> str:
    text = "<br><br>".join(_prose(0, 1, 2, 5))
    head = "Xã Thượng ra quân làm sạch đường làng"
    return _page(head, f"<table><tr><td><font size=4><b>{head}</b></font><br><br>{text}</td></tr></table>")


def _with_paragraphs() -> str:
    text = "".join(f"<p align=justify>{one}</p>" for one in _prose(3, 4, 5))
    return _page(
        "Trang xã", f"<div class=noidung><h2>Tập huấn chăn nuôi cho bà con bảy thôn</h2>{text}</div>"
    )


def _with_a_report_and_a_table() -> str:
    text = "".join(f"<p>{one}</p>" for one in _prose(2, 3, 4))
    rows = "".join(f"<tr><td>Thôn {n}</td><td>{n * 7} hộ</td></tr>" for n in range(1, 6))
    head = "Báo cáo kết quả xây dựng nông thôn mới của xã"
    return _page(head, f"<div id=main><h1>{head}</h1>{text}<table>{rows}</table></div>")


def _with_comments_below() -> str:
    text = "".join(f"<div>{one}</div>" for one in _prose(1, 4, 5, 0))
    form = "<form><textarea name=y></textarea><input type=text name=ten><input type=text name=thu></form>"
    head = "Nhà văn hóa thôn Hạ mở cửa trở lại"
    return _page(head, f"<div><h1>{head}</h1><div>{text}</div><h4>Ý kiến của bạn</h4>{form}</div>")


def _in_one_line() -> str:
    head = "Thôn Trung hoàn thành cánh đồng mẫu lớn"
    text = " ".join(_prose(3, 5, 2, 1))
    return f"<html><title>{head}</title><body><center><h3>{head}</h3></center>{text}</body></html>"


def _with_links_in_its_text() -> str:
    links = "".join(
        f"<p>{one} Xem <a href='/vb/{n}'>kế hoạch số {n}</a> của xã về việc này.</p>"
        for n, one in enumerate(_prose(5, 0, 3, 2), 12)
    )
    head = "Kế hoạch làm đường và trồng cây của xã trong năm"
    return _page(head, f"<div class=bai-viet><h1>{head}</h1>{links}</div>")


#: What is no article, by what it is.
NO_ARTICLES = {
    "search results": _search_results(),
    "teasers of a category": _teasers_of_a_category(),
    "teasers without boxes": _flat_teasers(),
    "administrative procedures": _procedures(),
    "a survey": _survey(),
    "a form for requests": _request_form(),
    "a parked domain": _parked_domain(),
    "a parked domain in Vietnamese": _parked_in_vietnamese(),
    "questions and answers to unfold": _questions(),
    "an album": _album(),
    "hits of a search with their dates": _dated_hits(),
    "documents to download": _documents(),
}
#: Articles of communes that show no date, by how their text stands.
UNDATED = {
    "breaks in a table": _with_breaks(),
    "paragraphs under a heading that the head does not name": _with_paragraphs(),
    "a table below its text": _with_a_report_and_a_table(),
    "a form for comments below": _with_comments_below(),
    "all its text in one line": _in_one_line(),
    "links in its text": _with_links_in_its_text(),
}
