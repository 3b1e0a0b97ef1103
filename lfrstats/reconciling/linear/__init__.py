"""How do claims become linear constraints, and what is proved of them?

Imports words, table, intervals; numpy, scipy.
"""
