"""Signing papers: a county's own certificate, a PAdES signature that allows no change, always the last step.

Ask `verify_offline.verify` whether a file is as it was signed; an auditor runs that same file without us.
"""
import asyncio
import hashlib
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils import timezone
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

from benefits.rosters import verify_offline

ROOT, CERTIFICATE, KEY, RETIRED = "root.pem", "signer.pem", "signer.key", "retired-roots"
# When a paper was signed is what the journal says; the certificates themselves take no side.
SINCE, UNTIL = datetime(2016, 1, 1, tzinfo=UTC), datetime(2049, 12, 31, tzinfo=UTC)
RESERVED_BYTES = 8192  # as hexadecimal; a signature with its two certificates needs about 4,500


class OnlyTheSignature(IncrementalPdfFileWriter):
    """Adds a signature and nothing else; left to itself the library stamps the clock and chance on a file."""

    def _update_meta(self):
        """Leave title, dates and PDF/A marks as the paper states them."""

    @classmethod
    def _handle_id(cls, prev):
        unsigned = prev.stream.getvalue()
        return generic.ArrayObject([prev.trailer["/ID"][0], generic.ByteStringObject(hashlib.sha256(unsigned).digest()[:16])])


def sha256(pdf):
    """The hash (hex) a paper is known by once it is signed."""
    return hashlib.sha256(pdf).hexdigest()


def sign(pdf, *, at):
    """The signed bytes of a paper, the same for the same paper and moment; nothing may touch them afterwards.

    `at` is the moment the signature states.
    """
    folder = ensure_signer(Path(settings.LIDAO_SIGNING_DIR))
    signer = signers.SimpleSigner.load(folder / KEY, folder / CERTIFICATE, ca_chain_files=[folder / ROOT])
    meta = signers.PdfSignatureMetadata(
        field_name="Lidao",
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    session = signers.PdfSigner(meta, signer).init_signing_session(OnlyTheSignature(BytesIO(pdf)))
    session.system_time = timezone.localtime(at)
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=RESERVED_BYTES)
    digest, output = document.digest_tbs_document()
    _finished(document.perform_signature(digest.document_digest, PdfCMSSignedAttributes(signing_time=session.system_time)))
    return output.getvalue()


def _finished(coroutine):
    """The result of a coroutine, worked out in a thread of its own: whoever calls may have an event loop running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def verify(pdf):
    """The Verdict on the bytes of a file somebody brings, by this county's root and those it retired."""
    folder = Path(settings.LIDAO_SIGNING_DIR)
    roots = [path.read_text() for path in (folder / ROOT, *sorted((folder / RETIRED).glob("*.pem"))) if path.exists()]
    return verify_offline.verify(pdf, roots=roots)


def ensure_signer(folder):
    """`folder` with a key and its certificates, made once; the root's own key is thrown away after it signed."""
    if (folder / KEY).exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".signing-", dir=folder.parent))
    _make_signer(made)
    try:
        made.rename(folder)
    except OSError:  # another process was first; its signer is as good
        if not (folder / KEY).exists():
            raise
        for path in made.iterdir():
            path.unlink()
        made.rmdir()
    return folder


def _make_signer(folder):
    root_key, key = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
    root_name, name = _name("利导 签名根"), _name("利导 花名册签名")
    root = _certificate(root_name, root_key, root_name, root_key, ca=True)
    (folder / ROOT).write_bytes(root.public_bytes(serialization.Encoding.PEM))
    signer = _certificate(name, key, root_name, root_key, ca=False)
    (folder / CERTIFICATE).write_bytes(signer.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    with os.fdopen(os.open(folder / KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)


def _name(common):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _certificate(name, key, issuer, issuer_key, *, ca):
    may_sign, may_certify = not ca, ca
    usage = x509.KeyUsage(may_sign, may_sign, False, False, False, may_certify, may_certify, False, False)
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(SINCE)
        .not_valid_after(UNTIL)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=0 if ca else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(identifier, critical=False)
        .add_extension(authority, critical=False)
        .sign(issuer_key, hashes.SHA256())
    )
