"""Which CMS made a page, by marks that its software leaves in the markup.

An archive holds a host in the years of several systems; a portal file names only the one of today. Marks are
fixed strings of markup and script, never words an article may use. Some stand in links, which may lead to a
neighbour's site: those count little, and more often more.
"""

from collections import Counter

from extractors.literals import Literals

#: Systems whose marks are known. Those of ``spiders.platforms`` have a module, the others are only named.
KNOWN = (
    "vhv", "nukeviet", "vnpt", "dnn", "sharepoint", "inet", "liferay", "uportal", "wordpress", "joomla",
    "drupal",
)  # fmt: skip

# Strings only the software itself writes. One is enough.
_SURE = {
    "VHV.using(": "vhv",
    'class="block-core-a': "vhv",
    "common-title-detail": "vhv",
    "detail-layout-type-": "vhv",
    'content="NukeViet': "nukeviet",
    'id="news-bodyhtml"': "nukeviet",
    "nv_open_browse": "nukeviet",
    "Powered by NukeViet": "nukeviet",
    'class="UIArticle': "vnpt",
    'class="ArticleDetailControl': "vnpt",
    "UIArticleInMenu": "vnpt",
    'id="dnn_': "dnn",
    "dnn_ctr": "dnn",
    "__dnnVariable": "dnn",
    "_spPageContextInfo": "sharepoint",
    "ms-rtestate-field": "sharepoint",
    'id="MSO_ContentTable': "sharepoint",
    "__REQUESTDIGEST": "sharepoint",
    "Liferay.ThemeDisplay": "liferay",
    "var Liferay": "liferay",
    'id="p_p_id_': "liferay",
    "render.userLayoutRootNode.uP": "uportal",
    'content="WordPress': "wordpress",
    'content="Joomla': "joomla",
    'content="Drupal': "drupal",
    "Drupal.settings": "drupal",
    "drupalSettings": "drupal",
}
# Addresses: they may also stand in a link to another site.
_LIKELY = {
    "/publish/thumbnail/": "vhv",
    "/api/Content/Article/": "vhv",
    "/themes/egov": "nukeviet",
    "/uploads/news/": "nukeviet",
    "/vi/news/": "nukeviet",
    "/DesktopModule/UI": "vnpt",
    "storage-vnportal": "vnpt",
    "/SiteFolders/": "vnpt",
    "/DesktopModules/": "dnn",
    "LinkClick.aspx": "dnn",
    "/Portals/_default/": "dnn",
    "/_layouts/": "sharepoint",
    "/_catalogs/masterpage": "sharepoint",
    ".cpx": "inet",
    "p_p_id=": "liferay",
    "/image/journal/article": "liferay",
    "/-/asset_publisher/": "liferay",
    "userLayoutRootNode": "uportal",
    "/wp-content/": "wordpress",
    "/wp-includes/": "wordpress",
    "option=com_content": "joomla",
    "/media/system/js/": "joomla",
    "/sites/default/files/": "drupal",
}
_MARKS = Literals([*_SURE, *_LIKELY])
_OWNERS = [*_SURE.values(), *_LIKELY.values()]
_WORTH = [6] * len(_SURE) + [1] * len(_LIKELY)
#: A likely mark counts so many times at most, and so many points name a system.
_MOST_TIMES = 3
_ENOUGH = 3


def detect_platform(html: str) -> str | None:
    """Return the name of the CMS that made a page, one of ``KNOWN``, or None. Pure, one pass."""
    seen = Counter(index for index, _, _ in _MARKS.hits(html))
    points: Counter[str] = Counter()
    for index, times in seen.items():
        worth = _WORTH[index]
        points[_OWNERS[index]] += worth if worth > 1 else min(times, _MOST_TIMES)
    best = max(points, key=lambda name: (points[name], -KNOWN.index(name)), default=None)
    return best if best is not None and points[best] >= _ENOUGH else None
