"""What a file is by its first bytes, and the limits of a zip before anything in it is unpacked."""
import io
import stat
import zipfile

from households.imports.reading.refusal import Refused

ENTRIES = 200
UNPACKED_BYTES = 300 * 1024 * 1024
RATIO = 100
SMALL_BYTES = 1024 * 1024  # below this a high ratio does no harm


def kind(content):
    """ "workbook" or "text"; Refused for every other kind of file a clerk may choose by mistake."""
    if content.startswith(b"PK"):
        return "workbook"
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        raise Refused("encrypted" if encrypted else "old_workbook")
    if content.lstrip()[:1] == b"<" or content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf")):
        raise Refused("not_a_table")
    return "text"


def opened(content):
    """The zip, once its directory shows nothing that could hurt."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        raise Refused("damaged") from None
    entries = archive.infolist()
    if len(entries) > ENTRIES:
        raise Refused("too_many_parts", count=len(entries))
    if len({entry.filename for entry in entries}) < len(entries) or any(_is_misplaced(entry) for entry in entries):
        raise Refused("damaged")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("encrypted")
    if sum(entry.file_size for entry in entries) > UNPACKED_BYTES or any(_is_bomb(entry) for entry in entries):
        raise Refused("too_big_unpacked")
    return archive


def _is_misplaced(entry):
    """A link, or a name that leads out of the archive."""
    name = entry.filename
    return stat.S_ISLNK(entry.external_attr >> 16) or name.startswith("/") or "\\" in name or ".." in name.split("/")


def _is_bomb(entry):
    return entry.file_size > SMALL_BYTES and entry.file_size > RATIO * max(entry.compress_size, 1)
