"""A self-signed certificate for secure websockets, where the operator has not given one."""

import datetime
import ipaddress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAYS_VALID = 825
DAYS_LEFT_AT_LEAST = 30


def self_signed(host: str, folder: Path) -> tuple[Path, Path]:
    """Certificate and private key for `host` in `folder`; made anew when missing, foreign or old."""
    certificate, private_key = folder / "wss-certificate.pem", folder / "wss-key.pem"
    if not (private_key.exists() and _still_serves(certificate, host)):
        folder.mkdir(parents=True, exist_ok=True)
        _make(host, certificate, private_key)
    return certificate, private_key


def _still_serves(path: Path, host: str) -> bool:
    if not path.exists():
        return False
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    left = certificate.not_valid_after_utc - datetime.datetime.now(datetime.UTC)
    return _name(host) in names and left.days >= DAYS_LEFT_AT_LEAST


def _name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _make(host: str, certificate: Path, private_key: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=DAYS_VALID))
        .add_extension(x509.SubjectAlternativeName([_name(host), x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private_key.touch(mode=0o600)
    private_key.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
