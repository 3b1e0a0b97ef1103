"""What does it all come to?

Imports words, table, samples, reconciling, evidence; numpy.
"""
