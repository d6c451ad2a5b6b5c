"""Sealing: what an encrypted study writes anywhere can be read with its passphrase and with nothing else.

passphrase + salt ──scrypt──▶ one key ──HKDF──▶ the database's key
                                          ├───▶ the key of sealed files (bundles, texts)
                                          └───▶ a check, by which a wrong passphrase is told from a damaged file

The salt is the study's, random, no secret, and stands at the front of every sealed file and of the database itself;
so any of them and the passphrase suffice. A sealed file is

    WBSEAL1⏎ | salt 16 | check 8 | nonce 12 | AES-256-GCM of the data, 16 bytes longer than it

authenticated together with all that stands before it and with what the file is *about*: nobody can change a byte, or
pass one file off as another.
"""

import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from workbench.errors import StudyError, WrongKeyError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

__all__ = [
    "FRONT_BYTES",
    "OVERHEAD",
    "SALT_BYTES",
    "DamagedError",
    "Seal",
    "WrongKeyError",
    "is_sealed",
    "new_salt",
    "salt_of",
]

MAGIC = b"WBSEAL1\n"
SALT_BYTES = 16
_KEY_BYTES, _CHECK_BYTES, _NONCE_BYTES = 32, 8, 12
FRONT_BYTES = len(MAGIC) + SALT_BYTES + _CHECK_BYTES
"""So many bytes of a sealed file tell whether a passphrase is its own."""
_HEADER_BYTES = FRONT_BYTES + _NONCE_BYTES
OVERHEAD = _HEADER_BYTES + 16
"""By how many bytes a sealed file is longer than what is in it."""

# 32 MiB of memory and a tenth of a second a guess. Fixed: whoever reads a file in ten years finds no parameters in it.
_SCRYPT = {"n": 2**15, "r": 8, "p": 1, "maxmem": 2**26}


class DamagedError(StudyError):
    """A sealed file is not what was sealed: torn, altered, or another file under its name."""


@dataclass(frozen=True)
class Seal:
    """What a passphrase and a study's salt come to. It is never written down, nor shown."""

    key: bytes = field(repr=False)
    salt: bytes

    @staticmethod
    def derive(passphrase: str, salt: bytes) -> "Seal":
        """The seal of ``passphrase``; slow on purpose the first time, remembered for as long as the process runs."""
        if len(salt) != SALT_BYTES:
            raise ValueError(f"a salt has {SALT_BYTES} bytes")
        # One passphrase is one passphrase, whether a keyboard composes its accents or not.
        return Seal(_stretched(unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass"), salt), salt)

    @cached_property
    def database_key(self) -> bytes:
        """48 bytes: the raw key of the database file, and the salt that stands at its front."""
        return _expanded(self.key, b"workbench database", _KEY_BYTES) + self.salt

    def seal(self, data: bytes, about: str) -> bytes:
        """``data``, sealed; ``about`` says what it is and must be said again to open it."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        front = MAGIC + self.salt + self._check
        return front + nonce + self._cipher.encrypt(nonce, data, front + about.encode())

    def fits(self, front: bytes) -> bool:
        """Whether a file whose first ``FRONT_BYTES`` these are was sealed with this."""
        return hmac.compare_digest(front, MAGIC + self.salt + self._check)

    def open(self, data: bytes, about: str) -> bytes:
        """What was sealed. Raises ``WrongKeyError`` for another passphrase or study, else ``DamagedError``."""
        if not is_sealed(data) or len(data) < OVERHEAD:
            raise DamagedError("a sealed file is torn, or no sealed file", "Take it from where it came from once more.")
        front, nonce = data[:FRONT_BYTES], data[FRONT_BYTES:_HEADER_BYTES]
        if not self.fits(front):
            raise WrongKeyError(
                "this was sealed with another passphrase, or for another study",
                "Everybody who works on an encrypted study has the same passphrase.",
            )
        from cryptography.exceptions import InvalidTag

        try:
            return self._cipher.decrypt(nonce, data[_HEADER_BYTES:], front + about.encode())
        except InvalidTag:
            raise DamagedError(
                "a sealed file is damaged, or another one under its name", "Take it from where it came from once more."
            ) from None

    @cached_property
    def _check(self) -> bytes:
        return _expanded(self.key, b"workbench check", _CHECK_BYTES)

    @cached_property
    def _cipher(self) -> "AESGCM":
        # lazily: most studies are plain, and an encrypted database does without
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        return AESGCM(_expanded(self.key, b"workbench files", _KEY_BYTES))


def is_sealed(data: bytes) -> bool:
    """Whether this begins like a sealed file."""
    return data.startswith(MAGIC)


def salt_of(data: bytes) -> bytes:
    """The salt at the front of a sealed file; its first 24 bytes suffice. Raises ``DamagedError``."""
    salt = data[len(MAGIC) : len(MAGIC) + SALT_BYTES]
    if not is_sealed(data) or len(salt) != SALT_BYTES:
        raise DamagedError("a sealed file is torn, or no sealed file", "Take it from where it came from once more.")
    return salt


def new_salt() -> bytes:
    """A new study's salt."""
    return secrets.token_bytes(SALT_BYTES)


@lru_cache(maxsize=16)
def _stretched(passphrase: bytes, salt: bytes) -> bytes:
    return hashlib.scrypt(passphrase, salt=salt, dklen=_KEY_BYTES, **_SCRYPT)


def _expanded(key: bytes, purpose: bytes, length: int) -> bytes:
    """HKDF-Expand (RFC 5869) with SHA-256; its first block is all that is needed, and what scrypt gives is a key."""
    return hmac.digest(key, purpose + b"\x01", "sha256")[:length]
