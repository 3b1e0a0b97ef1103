"""How many cases are enough?

Imports words, intervals, pooling; numpy, scipy, statsmodels.
"""
