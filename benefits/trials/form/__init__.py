"""The page of a trial as cells of text: `columns` which cells there are, `reading` cells to a case, `showing` a case to cells.

Cells are named as on the entry page (adult-0-born). One table of columns says every list of the evaluation format, so whatever the format can
say the page can. An empty cell is "not recorded"; a ticked box is "none".
"""
