"""What was said, and where?

Imports words, table, pooling, reconciling, evidence/files; numpy, pandas.
"""
