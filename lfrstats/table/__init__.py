"""What is a share of what, and what do three rates fix?

Imports words; numpy, scipy.
"""
