"""Does each figure follow from its own counts, and do the counts fit together?

Imports words, table, intervals, reconciling/linear, reconciling, evidence/files, evidence; numpy.
"""
