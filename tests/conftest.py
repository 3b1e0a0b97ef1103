"""What every test may ask for."""

import numpy as np
import pytest
from hypothesis import settings

settings.register_profile("lfrstats", max_examples=60, deadline=None, derandomize=True)
settings.load_profile("lfrstats")


@pytest.fixture
def rng():
    """A generator with a fixed seed."""
    return np.random.default_rng(20200124)


@pytest.fixture(autouse=True)
def _close_figures():
    """Figures do not outlive their test, where matplotlib was used at all."""
    yield
    import sys

    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
