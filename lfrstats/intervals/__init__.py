"""How sure is one count?

Imports words; numpy, scipy.
"""
