"""How sure are precision and the base rate?

Imports words, table, intervals, posteriors; numpy, scipy.
"""
