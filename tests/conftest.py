"""What all tests share."""

import os

from hypothesis import settings

# The same examples on every run: a gate that fails by chance is ignored. Look for new ones with
# HYPOTHESIS_PROFILE=explore.
settings.register_profile("gate", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))
