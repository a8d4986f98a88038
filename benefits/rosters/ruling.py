"""The lines and grounds of a page's table as one drawing: borders of some three hundred cells would cost more than their texts."""
import base64
from dataclasses import dataclass
from itertools import accumulate

THIN, HEAVY, EDGE = 'stroke="#444" stroke-width="0.18"', 'stroke="#000" stroke-width="0.35"', 'stroke="#000" stroke-width="0.45"'
_HALF_EDGE = 0.225


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of the table that are divided alike: how high each is (mm), after which columns a line stands, and their ground."""

    heights: tuple
    after: tuple
    ground: str = ""
    heavy: bool = False  # the line above it is


def drawing(widths_mm, bands):
    """The address of a picture (SVG) of the table's lines and grounds, as wide as the columns and as high as the rows."""
    edges = [0, *accumulate(widths_mm)]
    grounds, thin, heavy, top = [], [], [], 0
    for band in bands:
        levels = [top, *accumulate(band.heights, initial=top)][1:]
        bottom = levels[-1]
        if band.ground:
            grounds.append(f'<path fill="{band.ground}" d="{_box(0, top, edges[-1], bottom)}"/>')
        if top:
            (heavy if band.heavy else thin).append(_across(top, edges[-1]))
        thin += [_across(level, edges[-1]) for level in levels[1:-1]]
        thin += [f"M{edges[column]:g} {top:g}V{bottom:g}" for column in band.after]
        top = bottom
    lines = [f'<path {THIN} d="{"".join(thin)}"/>', f'<path {HEAVY} d="{"".join(heavy)}"/>']
    frame = f'<path fill="none" {EDGE} d="{_box(_HALF_EDGE, _HALF_EDGE, edges[-1] - _HALF_EDGE, top - _HALF_EDGE)}"/>'
    size = f'width="{edges[-1]:g}mm" height="{top:g}mm" viewBox="0 0 {edges[-1]:g} {top:g}"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(grounds)}{"".join(lines)}{frame}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _across(level, width):
    return f"M0 {level:g}H{width:g}"


def _box(left, top, right, bottom):
    return f"M{left:g} {top:g}H{right:g}V{bottom:g}H{left:g}Z"
