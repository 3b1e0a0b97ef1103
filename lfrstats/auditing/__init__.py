"""What does it all come to?

Imports words, table, intervals, samples, reconciling, evidence, evidence/checking;
numpy.
"""
