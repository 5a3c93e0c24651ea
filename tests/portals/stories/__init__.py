"""Templates of generated articles, by what they tell of."""

from tests.portals.scene import Template
from tests.portals.stories import digital, life, meetings, orders, papi_pci, plans, reform_index, satisfaction

TEMPLATES: tuple[Template, ...] = (
    *reform_index.TEMPLATES,
    *papi_pci.TEMPLATES,
    *satisfaction.TEMPLATES,
    *digital.TEMPLATES,
    *plans.TEMPLATES,
    *orders.TEMPLATES,
    *meetings.TEMPLATES,
    *life.TEMPLATES,
)
