"""How is a figure read and written, and what may an argument be?

Imports no other room; numpy.
"""
