"""Stories of the newer indexes."""

from tests.portals.scene import Template

SURVEY_TEMPLATES: tuple[Template, ...] = ()
