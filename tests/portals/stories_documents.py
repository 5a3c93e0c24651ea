"""Stories of plans and decisions."""

from tests.portals.scene import Template

DOCUMENT_TEMPLATES: tuple[Template, ...] = ()
