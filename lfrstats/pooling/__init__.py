"""What do counts that come in one after another say, together and about the next?

Imports words, intervals; numpy, scipy.
"""
