"""The cells of an .xlsx workbook as a clerk typed them."""
import io
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineWorkbook

from households.imports.reading import envelope, guard


def rows(content):
    """[(row number, [cell])] of the sheet to read, empty rows left out.

    A cell is None, text, a number, true or false, or ["date", ISO text].
    """
    sheet = guard.sheet_to_read(envelope.opened(content))
    cells = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    numbered = ((number, [_plain(cell) for cell in row]) for number, row in enumerate(cells, 1))
    return [(number, row) for number, row in numbered if any(cell is not None for cell in row)]


def _plain(cell):
    if isinstance(cell, str):
        return cell if cell.strip() else None
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    if isinstance(cell, (date, datetime, time)):
        return ["date", cell.isoformat()]
    if isinstance(cell, timedelta):
        return ["date", str(cell)]
    return cell
