"""The verification code 验证码 of a paper, and its QR square."""
import hashlib
import hmac

import segno

# Base 32 without I, L, O and U (Crockford): read from paper and typed by hand.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("OIL", "011", " -－—·\t\n")
LENGTH = 12


def code(key, document, content_hash):
    """The code of a document (its id, a text) with this content, 7F3K-92QX-AB1D: 60 bits of an HMAC-SHA-256."""
    digest = hmac.digest(key, f"{document}\0{content_hash}".encode(), hashlib.sha256)
    number = int.from_bytes(digest[:8]) >> 4
    return grouped("".join(ALPHABET[number >> shift & 31] for shift in range(55, -5, -5)))


def normalised(typed):
    """A typed code as it was printed: letters read as digits put right, any case, with or without dashes."""
    return grouped(typed.upper().translate(MISREAD))


def grouped(chars):
    """Twelve characters in three groups of four."""
    return "-".join(chars[start : start + 4] for start in range(0, len(chars), 4))


def qr_image(text):
    """The QR square of `text` as a data address of a PNG, without a quiet zone (the paper around it is white)."""
    return segno.make_qr(text, error="m", boost_error=False).png_data_uri(scale=8, border=0)
