"""What was said, and where; and does each figure follow from its own counts?

Imports words, table, pooling, reconciling; numpy, pandas.
"""
