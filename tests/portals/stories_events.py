"""Stories of meetings and events."""

from tests.portals.scene import Template

EVENT_TEMPLATES: tuple[Template, ...] = ()
