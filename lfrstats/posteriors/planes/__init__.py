"""What does a density integrate to over planes of tables?

Imports table, posteriors/lines; numpy, scipy.
"""
