"""Sealed numbers: ID numbers and account numbers as they lie in the database.

A sealed number is `suite (1 byte) | key number (1) | nonce (12) | ciphertext | tag (16)`, AES-256-GCM (NIST SP 800-38D).
`about` is the uuid of the row the number belongs to, so a cell copied to another row does not open.
Equality and last-four search go by keyed hashes (HMAC-SHA-256 cut to 16 bytes); no digit lies in the clear.
"""
import hashlib
import hmac
import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_AES_GCM = 1


class CannotOpen(Exception):
    """The sealed bytes were changed, belong to another row, or their key is not in LIDAO_KEYS."""


def seal(text, *, about):
    """The sealed bytes of `text` for the row `about` (a uuid)."""
    number = max(_seal_keys())
    nonce = os.urandom(12)
    return bytes([_AES_GCM, number]) + nonce + _cipher(number).encrypt(nonce, text.encode(), about.bytes)


def open(sealed, *, about):  # noqa: A001  (crypto.open reads as what it is)
    """The text that was sealed for the row `about`; CannotOpen when it was not."""
    sealed = bytes(sealed)
    if len(sealed) < 30 or sealed[0] != _AES_GCM or sealed[1] not in _seal_keys():
        raise CannotOpen("sealed bytes of an unknown suite or key")
    try:
        return _cipher(sealed[1]).decrypt(sealed[2:14], sealed[14:], about.bytes).decode()
    except InvalidTag:
        raise CannotOpen("sealed bytes do not belong to this row") from None


def number_hash(text):
    """16 bytes that are equal for equal numbers, whichever county recorded them."""
    return _hmac("number", text)


def last_four_hash(text, *, county_code):
    """16 bytes for search by the last four digits inside one county (10,000 values: useless across counties)."""
    return _hmac("last four", f"{county_code}{text[-4:]}")


def code_key():
    """The key of verification codes printed on papers."""
    return bytes.fromhex(settings.LIDAO_KEYS["code"])


def _hmac(purpose, text):
    return hmac.digest(bytes.fromhex(settings.LIDAO_KEYS["hash"]), f"{purpose}\0{text}".encode(), hashlib.sha256)[:16]


@cache
def _seal_keys():
    return {int(number): bytes.fromhex(key) for number, key in settings.LIDAO_KEYS["seal"].items()}


@cache
def _cipher(number):
    return AESGCM(_seal_keys()[number])
