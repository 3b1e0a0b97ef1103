"""How is an audit told? One document, written as terminal text, Markdown, HTML or JSON.

`document_of` turns an audit into sections of plain blocks; each writer only writes. Nothing from a
claims file reaches a page unescaped, and a file is written whole or not at all.
"""

from .document import Block, Document, Section, document_of
from .writing import FORMATS, write_report

__all__ = ["FORMATS", "Block", "Document", "Section", "document_of", "write_report"]
