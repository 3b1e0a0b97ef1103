"""What do tests elsewhere say about a new site, if the tests differ from each other?

`new_test` has the density of a rate in one more test, `site` the joint density of the site's rates
and of each alone, `result` what one asks of it.

Imports words, table, posteriors/lines, posteriors; numpy, scipy.
"""

from .result import AcrossTests, posterior_across_tests

__all__ = ["AcrossTests", "posterior_across_tests"]
