"""``python -m flows.settings`` prints the table of settings that stands in ``flows/README.md``."""

import sys

from flows.settings.shown import table

if __name__ == "__main__":
    sys.stdout.write(table())
