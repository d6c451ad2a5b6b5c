"""What is sealed opens with its passphrase and its purpose, and with nothing else."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import sealing
from workbench.errors import StudyError
from workbench.sealing import DamagedError, Seal, WrongKeyError

SALT = bytes(range(16))
SEAL = Seal.derive("en lang sætning", SALT)


@given(st.binary(max_size=400), st.text(max_size=20))
def test_what_was_sealed_comes_back_and_is_longer_by_a_fixed_number_of_bytes(data: bytes, about: str) -> None:
    sealed = SEAL.seal(data, about)
    assert SEAL.open(sealed, about) == data
    assert len(sealed) == len(data) + sealing.OVERHEAD
    assert sealing.is_sealed(sealed)
    assert sealing.salt_of(sealed) == SALT
    assert len(data) < 8 or data not in sealed[44:]


@settings(max_examples=200)
@given(st.binary(max_size=60), st.data())
def test_no_byte_can_be_changed_or_cut_off_unnoticed(data: bytes, draw: st.DataObject) -> None:
    sealed = SEAL.seal(data, "bundle")
    at = draw.draw(st.integers(0, len(sealed) - 1))
    changed = bytearray(sealed)
    changed[at] ^= draw.draw(st.integers(1, 255))
    for wrong in (bytes(changed), sealed[:at], sealed + b"\x00"):
        with pytest.raises(StudyError):
            SEAL.open(wrong, "bundle")


def test_one_sealed_thing_cannot_be_passed_off_as_another() -> None:
    with pytest.raises(DamagedError):
        SEAL.open(SEAL.seal(b"words", "text A"), "text B")


def test_another_passphrase_and_another_study_are_told_from_damage() -> None:
    sealed = SEAL.seal(b"words", "x")
    for other in (Seal.derive("en lang sætnin", SALT), Seal.derive("en lang sætning", SALT[::-1])):
        with pytest.raises(WrongKeyError):
            other.open(sealed, "x")
    with pytest.raises(DamagedError):
        SEAL.open(sealed[:-1], "x")


@pytest.mark.parametrize("data", [b"", b"WBSEAL1\n", b"WBSEAL1\n" + SALT[:9], b"plain words " * 9])
def test_what_is_no_sealed_file_is_refused(data: bytes) -> None:
    with pytest.raises(DamagedError):
        SEAL.open(data, "x")
    with pytest.raises(DamagedError):
        sealing.salt_of(data)


def test_the_same_words_never_look_the_same_twice() -> None:
    assert SEAL.seal(b"words", "x") != SEAL.seal(b"words", "x")
    assert sealing.new_salt() != sealing.new_salt()


def test_an_accent_is_the_same_however_a_keyboard_makes_it() -> None:
    assert Seal.derive("e\u0301n lang sætning", SALT) == Seal.derive("\u00e9n lang sætning", SALT)


def test_the_keys_of_the_database_and_of_files_are_different_and_neither_is_shown() -> None:
    assert len(SEAL.database_key) == 48
    assert SEAL.database_key.endswith(SALT)
    assert SEAL.database_key[:32] != SEAL.key
    assert SEAL.key.hex() not in repr(SEAL)
    assert repr(SEAL.key) not in repr(SEAL)


def test_what_was_sealed_by_the_first_release_can_be_read_for_ever() -> None:
    """A file in this format, from 2026: neither the derivation nor the layout may change under the same magic."""
    assert Seal.derive("hestesko batteri", SALT).open(FROM_2026, "changes") == b"Man skal turde."


def test_the_first_release_can_be_read_with_the_words_of_the_standards_alone() -> None:
    """By the recipe in the module and another implementation, without the module."""
    recipe = """
import sys
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
data = bytes.fromhex(sys.argv[1])
salt, front, nonce, sealed = data[8:24], data[:32], data[32:44], data[44:]
key = Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(b"hestesko batteri")
files = HKDFExpand(SHA256(), 32, b"workbench files").derive(key)
print(AESGCM(files).decrypt(nonce, sealed, front + b"changes").decode())
"""
    done = subprocess.run([sys.executable, "-c", recipe, FROM_2026.hex()], capture_output=True, text=True, check=True)
    assert done.stdout == "Man skal turde.\n"


FROM_2026 = bytes.fromhex(
    "57425345414c310a000102030405060708090a0b0c0d0e0fb36d8da55ca0992bab3253530ce"
    "b591ce571d93f6c14a5b971d237ace8860e2d83d8d9c7552f1a00f85a5cb875dbdb46b7245a"
)


def test_a_plain_study_loads_nothing_of_it() -> None:
    code = "import sys, workbench.study; print('cryptography' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
