"""Articles of the replicas in frames of platforms no module knows, written from what such sites look like.

Menus, teasers, comments, polls, counters and scripts stand around each, so that a page has 15 to 60 KB.
"""

from collections.abc import Callable

from tests.portals.model import Page
from tests.spiders.frames import portals, tables, themes
from tests.spiders.frames.furniture import Scene

Frame = Callable[[Page, Scene], str]

FRAMES: dict[str, Frame] = {
    "liferay publisher": portals.liferay_publisher,
    "liferay portlet": portals.liferay_soft,
    "inet": portals.inet,
    "drupal": portals.drupal,
    "uportal": tables.uportal,
    "joomla": tables.joomla,
    "home-made php": tables.home_made,
    "word in a cell": tables.word_in_a_cell,
    "wordpress": themes.wordpress,
    "wordpress magazine": themes.wordpress_magazine,
    "laravel": themes.laravel,
    "webforms": themes.webforms,
    "parts": themes.parts,
}
