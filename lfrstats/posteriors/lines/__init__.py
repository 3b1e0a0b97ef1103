"""What does a density integrate to along lines of tables?

Imports table; numpy, scipy.
"""
