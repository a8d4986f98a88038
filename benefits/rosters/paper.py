"""HTML to PDF: our fonts only, nothing fetched, the same bytes every time, PDF/A-2u with tags."""
import gc
import os
import warnings
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import cssselect2
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from benefits.rosters import binding, typefaces

STYLESHEET = Path(__file__).parents[2] / "templates" / "rosters" / "roster.css"
VARIANT = {"pdf_variant": "pdf/a-2u", "pdf_tags": True}
NO_SYSTEM_FONTS = Path(__file__).with_name("no-system-fonts.conf")


class PagesDisagree(Exception):
    """The pages laid out are not the pages planned: sums would stand on the wrong page."""


class ForeignFont(Exception):
    """A font that is not ours would be embedded."""


class Fetched(Exception):
    """The page asked for something outside itself."""


class OnlyOurFonts(URLFetcher):
    """Fetches the given font files and drawings, and pictures of dots written into the page; anything else stops the paper."""

    def __init__(self, paths, drawings):
        super().__init__(allowed_protocols=("file", "data"), allow_redirects=False)
        self.addresses = {path.as_uri() for path in paths} | set(drawings)

    def fetch(self, url, headers=None):
        """The resource at `url`, or FatalURLFetchingError."""
        if url not in self.addresses and not url.startswith("data:image/png;base64,"):
            raise FatalURLFetchingError(f"a paper fetches nothing: {url[:80]}")
        return super().fetch(url, headers)


class Markup(weasyprint.HTML):
    """HTML written as XML, with no rules but those of our stylesheet.

    What comes from our own template needs no parser of all the web's HTML and no rules for elements it never uses:
    together they took a seventh of the time. Replaces the parsing of weasyprint.HTML (70).
    """

    def __init__(self, text, url_fetcher):
        self.base_url, self.url_fetcher, self.media_type = None, url_fetcher, "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(ElementTree.fromstring(text), content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms=False):
        return []


def make(parts, *, widths_mm, identity, drawings=()):
    """The PDF (bytes) of a paper. `parts` are pairs of HTML (as XML) and the pages it is planned to fill: long papers
    come in parts, so that memory stays flat, and are bound into one.

    `widths_mm` are the columns' widths by name; `identity` is a hex text that names the content; `drawings` are the
    addresses of our own pictures in it.
    """
    used = typefaces.needed_for("".join(html for html, _ in parts))
    fetcher = OnlyOurFonts([typeface.path for typeface in used], drawings)
    fonts = _fonts_without_the_system()
    try:
        sheets = [weasyprint.CSS(string=css, font_config=fonts, url_fetcher=fetcher) for css in _styles(used, widths_mm)]
        made = [_part(html, pages, sheets, fonts, fetcher, bytes.fromhex(identity)[:16]) for html, pages in parts]
    except FatalURLFetchingError as error:
        raise Fetched(str(error)) from None
    return made[0] if len(made) == 1 else binding.bind(made)


def _part(html, pages, sheets, fonts, fetcher, identifier):
    with _collector_paused():
        return _laid_out(html, pages, sheets, fonts, fetcher, identifier)  # no name here holds the document when it is collected


def _laid_out(html, pages, sheets, fonts, fetcher, identifier):
    document = Markup(html, fetcher).render(font_config=fonts, stylesheets=sheets, **VARIANT)
    if len(document.pages) != pages:
        raise PagesDisagree(f"{pages} pages were planned and {len(document.pages)} laid out")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves the file of its colour profile open
        return document.write_pdf(finisher=_finish, pdf_identifier=identifier, **VARIANT)


def _styles(used, widths_mm):
    yield "".join(typeface.rule() for typeface in used)
    yield STYLESHEET.read_text()
    families = ",".join(f'"{family}"' for family in dict.fromkeys(t.family for t in used if t is not typefaces.HEI))
    yield f"html{{--text:{families};font-family:var(--text)}}" + "".join(f"col.{name}{{width:{mm}mm}}" for name, mm in widths_mm.items())


def _fonts_without_the_system():
    """A font configuration that knows no font of the machine, so that none can stand in for ours."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(NO_SYSTEM_FONTS)
    try:
        return FontConfiguration()
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


def _finish(document, pdf):
    """Refuse fonts that are not ours; leave the title and code in the metadata readable without a PDF reader."""
    for font in document.fonts.values():
        if not font.family.startswith("Lidao ") or font.missing:
            raise ForeignFont(f"{font.family} lacks {sorted(map(chr, font.missing))}")
    pdf.objects[int(pdf.catalog["Metadata"].split()[0])].compress = False


@contextmanager
def _collector_paused():
    """Layout makes millions of small objects that live to its end: the cyclic collector costs 40 % and finds nothing.

    When it is over only those are looked at, not all that the process held before.
    """
    was_on = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
        gc.collect()
        gc.unfreeze()
