"""核验花名册：一份下载的 PDF 自签名后是否被改动过。

    python3 verify_offline.py 清册.pdf root.pem

只用 Python 标准库（3.8 及以上），不联网，也不依赖出具清册的系统。root.pem 是出具单位的签名根证书，
第一次取得时请当面或打电话核对它的指纹。退出码：0 未改动，1 有问题，2 用法不对。

How it decides: the signature must cover every byte of the file but its own hexadecimal hole, its digest must
be the one signed, by a certificate issued by the given root. The PDF itself is not parsed, so a file made to
confuse a reader cannot confuse this. RSA PKCS #1 v1.5 with SHA-256 in CMS (RFC 5652), PAdES baseline.
"""
from __future__ import annotations

import base64
import hashlib
import re
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")
SIGNED_AT = re.compile(rb"/M\s*\(D:(\d{14})(?:Z|([+-])(\d\d)'(\d\d)'?)\)")
ESCAPED = re.compile(rb"\\([0-7]{3})")
PEM = re.compile(r"-----BEGIN CERTIFICATE-----(.+?)-----END CERTIFICATE-----", re.DOTALL)
SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")
MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010904")
SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
DATA = bytes.fromhex("300b06092a864886f70d010701")
SHA256 = bytes.fromhex("300d06096086480165030402010500")
RSA = bytes.fromhex("300d06092a864886f70d01010b0500")
COMMON_NAME = bytes.fromhex("550403")
SEQUENCE, SET, OID, INTEGER, OCTETS, BITS, TAGGED_0 = 0x30, 0x31, 0x06, 0x02, 0x04, 0x03, 0xA0


@dataclass(frozen=True)
class Verdict:
    """What is known of a file. `intact`: no byte changed since a signer of the given root signed it."""

    intact: bool
    signer: str
    signed_at: datetime | None
    covers_whole: bool
    sentence: str


class Malformed(ValueError):
    """The signature is not written as a signature is."""


def verify(pdf, *, roots):
    """The Verdict on the bytes of a PDF; `roots` are certificates (PEM texts), any of which may have issued the signer."""
    hole = _hole(pdf)
    if hole is None:
        return _bad("文件里没有完整的数字签名：不是系统出具的原件，或者已被改动。请向出具单位索取原件。")
    start, end, covered_until = hole
    signed_at = _signed_at(pdf, start, end)
    if covered_until != len(pdf):
        return _bad("签名之后又有内容追加进文件，不能作为依据。请向出具单位重新索取原件。", signed_at=signed_at)
    try:
        digest, signed, signature, certificates = _signature(pdf[start + 1 : end - 1])
    except Malformed:
        return _bad("文件里的签名已损坏，不能作为依据。请向出具单位重新索取原件。", signed_at=signed_at)
    whole = {"signed_at": signed_at, "covers_whole": True}
    signer = next((one for one in certificates if _signed_by(one.key, signature, signed)), None)
    if signer is None or hashlib.sha256(pdf[:start] + pdf[end:]).digest() != digest:
        return _bad("文件在签名后被改动过，不能作为依据。请向出具单位重新索取原件。", **whole)
    trusted = [_certificate_of_pem(root) for root in roots]
    if not all(any(_signed_by(root.key, one.signature, one.signed) for root in trusted) for one in certificates):
        return _bad("文件有完整的签名，但签名人不是所给根证书签发的。请核对根证书，或向出具单位查询。", **whole)
    moment = f"{signed_at:%Y-%m-%d %H:%M:%S}" if signed_at else "（文件未写明时间）"
    return Verdict(True, signer.name, signed_at, True, f"文件未被改动：自 {moment} 由“{signer.name}”签名以来，一个字节也没有变。")


def fingerprint(pem):
    """SHA-256 of a certificate, in groups to be read out: AB12 34CD …"""
    digest = hashlib.sha256(_der_of_pem(pem)).hexdigest().upper()
    return " ".join(digest[at : at + 4] for at in range(0, 64, 4))


def _bad(sentence, *, signed_at=None, covers_whole=False):
    return Verdict(False, "", signed_at, covers_whole, sentence)


def _hole(pdf):
    """Where the signature's hexadecimal text with its brackets lies, and how far the signature reaches."""
    for found in BYTE_RANGE.finditer(pdf):
        start, end, rest = (int(number) for number in found.groups())
        if start < end <= len(pdf) and re.fullmatch(rb"<(?:[0-9A-F]{2})+>", pdf[start:end]):
            return start, end, end + rest
    return None


def _signed_at(pdf, start, end):
    """The moment the signature's own dictionary states, itself covered by the signature."""
    first, last = pdf.rfind(b" obj", 0, start), pdf.find(b"endobj", end)
    plain = ESCAPED.sub(lambda octal: bytes([int(octal.group(1), 8) & 255]), pdf[first:start] + pdf[end:last])
    found = SIGNED_AT.search(plain)
    if not found:
        return None
    moment, sign, hours, minutes = found.groups()
    ahead = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    try:
        return datetime.strptime(moment.decode(), "%Y%m%d%H%M%S").replace(tzinfo=timezone(-ahead if sign == b"-" else ahead))
    except ValueError:
        return None


# CMS and X.509, as little of DER as they need. What is signed is checked by the signature; for the rest of the
# hole there is one way to write it, and a signature written otherwise is refused: no byte of a file is without guard.


@dataclass(frozen=True)
class _Certificate:
    name: str
    key: tuple  # modulus, exponent
    issuer_and_serial: bytes
    signed: bytes
    signature: int


def _signature(hexadecimal):
    """Digest, signed attributes, signature and certificates out of a CMS SignedData."""
    written = bytes.fromhex(hexadecimal.decode())
    data = _parts(_at(_parts(_at(_parts(_only(_element(written)[0], SEQUENCE)), 1, TAGGED_0)), 0, SEQUENCE))
    signer = _parts(_at(_parts(_first(data, SET, after=3)), 0, SEQUENCE))
    carried, attributes, signature = _first(data, TAGGED_0), _first(signer, TAGGED_0), _first(signer, OCTETS)
    certificates = [_certificate(element) for element in _parts(carried)]
    as_written_here = [_content_info(carried, one, attributes, signature) for one in certificates]
    if not any(written.rstrip(b"\0") == one.rstrip(b"\0") for one in as_written_here):
        raise Malformed("written otherwise than a signature is written")
    digests = [_at(_parts(value), 0, OCTETS) for name, value in map(_attribute, _parts(attributes)) if name == MESSAGE_DIGEST]
    if len(digests) != 1:
        raise Malformed("not one message digest is signed")
    return digests[0], _encoded(SET, attributes), int.from_bytes(signature, "big"), certificates


def _content_info(carried, certificate, attributes, signature):
    """The whole CMS structure (RFC 5652, sections 3 and 5) around the parts that vary."""
    one = _encoded(INTEGER, b"\1")
    signer = one + certificate.issuer_and_serial + SHA256 + _encoded(TAGGED_0, attributes) + RSA + _encoded(OCTETS, signature)
    signers = _encoded(SET, _encoded(SEQUENCE, signer))
    data = _encoded(SEQUENCE, one + _encoded(SET, SHA256) + DATA + _encoded(TAGGED_0, carried) + signers)
    return _encoded(SEQUENCE, _encoded(OID, SIGNED_DATA) + _encoded(TAGGED_0, data))


def _attribute(element):
    parts = _parts(_only(element, SEQUENCE))
    return _at(parts, 0, OID), _at(parts, 1, SET)


def _certificate(element):
    whole = _parts(_only(element, SEQUENCE))
    fields = [field for field in _parts(_at(whole, 0, SEQUENCE)) if field[0] != TAGGED_0]
    key = _parts(_only(_element(_at(_parts(_at(fields, 5, SEQUENCE)), 1, BITS)[1:])[0], SEQUENCE))
    bits = _at(whole, 2, BITS)
    if len(whole) != 3 or whole[1] != fields[1] or bits[:1] != b"\0":
        raise Malformed("not a certificate")
    issuer, serial = _encoded(SEQUENCE, _at(fields, 2, SEQUENCE)), _encoded(INTEGER, _at(fields, 0, INTEGER))
    return _Certificate(
        name=_common_name(_at(fields, 4, SEQUENCE)),
        key=tuple(int.from_bytes(_at(key, place, INTEGER), "big") for place in (0, 1)),
        issuer_and_serial=_encoded(SEQUENCE, issuer + serial),
        signed=_encoded(SEQUENCE, whole[0][1]),
        signature=int.from_bytes(bits, "big"),
    )


def _common_name(subject):
    for relative in _parts(subject):
        parts = _parts(_only(_parts(_only(relative, SET))[0], SEQUENCE))
        if _at(parts, 0, OID) == COMMON_NAME:
            return parts[1][1].decode("utf-8", "replace")
    return ""


def _signed_by(key, signature, text):
    """RSA PKCS #1 v1.5 over SHA-256: the whole padded block is compared, nothing in it is skipped."""
    modulus, exponent = key
    size = (modulus.bit_length() + 7) // 8
    if size < 256 or signature >= modulus:
        return False
    ending = b"\0" + SHA256_PREFIX + hashlib.sha256(text).digest()
    return pow(signature, exponent, modulus).to_bytes(size, "big") == b"\0\1" + b"\xff" * (size - 2 - len(ending)) + ending


def _certificate_of_pem(pem):
    return _certificate(_element(_der_of_pem(pem))[0])


def _der_of_pem(pem):
    found = PEM.search(pem)
    if not found:
        raise Malformed("not a PEM certificate")
    return base64.b64decode(found.group(1))


def _element(der, start=0):
    """The tag and content of the element at `start`, and where the next begins."""
    head = der[start : start + 2]
    if len(head) < 2:
        raise Malformed("an element is cut short")
    length, content = head[1], start + 2
    if length & 0x80:
        count = length & 0x7F
        length, content = int.from_bytes(der[content : content + count], "big"), content + count
        if not 1 <= count <= 4 or length < 128 or length >> 8 * (count - 1) == 0:
            raise Malformed("an element of a length that is not DER")
    if content + length > len(der):
        raise Malformed("an element is cut short")
    return (head[0], der[content : content + length]), content + length


def _parts(content):
    parts, start = [], 0
    while start < len(content):
        part, start = _element(content, start)
        parts.append(part)
    return parts


def _only(element, tag):
    if element[0] != tag:
        raise Malformed(f"tag {element[0]:#x} where {tag:#x} belongs")
    return element[1]


def _at(parts, place, tag):
    if place >= len(parts):
        raise Malformed("an element is missing")
    return _only(parts[place], tag)


def _first(parts, tag, after=0):
    for element in parts[after:]:
        if element[0] == tag:
            return element[1]
    raise Malformed(f"no element {tag:#x}")


def _encoded(tag, content):
    length = len(content)
    size = b"" if length < 128 else length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size) if size else length]) + size + content


def main(arguments):
    """Say the verdict on a file; the root's fingerprint stands beside it, to be compared by voice."""
    if len(arguments) != 2:
        print("用法：python3 verify_offline.py 清册.pdf root.pem")
        return 2
    try:
        with open(arguments[0], "rb") as file:
            pdf = file.read()
        with open(arguments[1], encoding="ascii") as file:
            root = file.read()
        verdict, print_of_root = verify(pdf, roots=[root]), fingerprint(root)
    except OSError as error:
        print(f"读不到文件：{error.filename}。请检查路径。")
        return 2
    except ValueError:
        print("第二个文件不是 PEM 格式的证书。请向出具单位索取 root.pem。")
        return 2
    print(verdict.sentence)
    print(f"文件 SHA-256：{hashlib.sha256(pdf).hexdigest()}（请与核验页或审计底稿上的比对）")
    print(f"根证书指纹：{print_of_root}（请与出具单位公布的比对）")
    return 0 if verdict.intact else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
