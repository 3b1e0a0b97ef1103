"""How is a data file that anybody may have written read, and what may its entries hold?

Imports words, table.
"""
