"""The entry page as cells of text, and back: `codes` what a digit means, `read` cells to an entry, `show` an entry to cells.

Cells are named as on the page (adult-0-name). Rows are told apart by their key (adult-0), which is also the person's key
in the entry. An empty code cell is "not recorded".
"""
