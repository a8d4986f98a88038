"""What a document may be archived as: a PDF or a scan, told by its first bytes and not by its name."""
from django.utils.translation import gettext as _

MOST_BYTES = 20 * 1024 * 1024
_KINDS = (
    (b"%PDF-", "application/pdf", "pdf"), (b"\x89PNG\r\n\x1a\n", "image/png", "png"), (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"II*\x00", "image/tiff", "tif"), (b"MM\x00*", "image/tiff", "tif"),
)  # fmt: skip


def kind_of(content):
    """(media type, ending) of a file's bytes, None when it is none of the kinds."""
    return next(((media, ending) for start, media, ending in _KINDS if content.startswith(start)), None)


def why_not(content):
    """The sentence that refuses a file, or None."""
    if not content:
        return _("这个文件是空的，请选择文件的 PDF 或扫描件。")
    if len(content) > MOST_BYTES:
        return _("文件有 %(size)s MB，超过 20 MB。请降低扫描精度，或分开存档。") % {"size": -(-len(content) // 1024**2)}
    if kind_of(content) is None:
        return _("只能存 PDF、PNG、JPEG 或 TIFF 文件，请另存为其中一种再上传。")
    return None
