"""Sealed streams: what a backup is written in, of any length and in little memory.

A stream is: mark | 16-byte salt | pieces of 1 MiB, each SM4-GCM with its tag. Each stream has a key
of its own, made from the backup key, the salt and the stream's name; the nonce is the number of the
piece and whether it is the last. So a cut, a swap, a repeat and a renamed stream do not open.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.hashes import SM3, Hash
from cryptography.hazmat.primitives.hmac import HMAC

MARK = b"doudi backup 1\n"
PIECE = 1 << 20
_SALT, _TAG = 16, 16


class Broken(Exception):
    """The stream was cut or changed, or this is not its key."""


def derive(key: bytes, purpose: str, salt: bytes = b"") -> bytes:
    """32 bytes for one purpose: the key itself is never used twice."""
    mac = HMAC(key, SM3())
    mac.update(purpose.encode() + b"\x00" + salt)
    return mac.finalize()


class Writer:
    """A file to write to. Without a clean end nothing stays: the name appears at the end only."""

    def __init__(self, path: Path, key: bytes, name: str) -> None:
        self.path, self.name = path, name
        self.size = 0
        self._digest = Hash(SM3())
        self._number, self._waiting = 0, bytearray()
        salt = os.urandom(_SALT)
        self._key = derive(key, name, salt)[:16]
        self._unfinished = path.with_name(path.name + ".part")
        self._file = self._unfinished.open("wb")
        self._put(MARK + salt)

    def write(self, data: bytes) -> int:
        self._waiting += data
        while len(self._waiting) > PIECE:
            self._seal(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return len(data)

    def __enter__(self) -> "Writer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._seal(bytes(self._waiting), last=True)
                self._file.flush()
                os.fsync(self._file.fileno())
        finally:
            self._file.close()
        if kind is None:
            self._unfinished.replace(self.path)
        else:
            self._unfinished.unlink(missing_ok=True)

    def digest(self) -> str:
        """SM3 of the sealed bytes, in hex; after the end."""
        return self._digest.finalize().hex()

    def _seal(self, piece: bytes, *, last: bool) -> None:
        nonce = _nonce(self._number, last)
        encryptor = Cipher(SM4(self._key), modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(self.name.encode() + nonce)
        self._put(encryptor.update(piece) + encryptor.finalize() + encryptor.tag)
        self._number += 1

    def _put(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)
        self.size += len(data)


class Reader:
    """What was written, piece by piece, with `read` for whoever wants a file. Raises Broken."""

    def __init__(self, path: Path, key: bytes, name: str) -> None:
        self._pieces = _pieces(path, key, name)
        self._rest = b""

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

    def read(self, size: int) -> bytes:
        parts, missing = [], size
        while missing > 0:
            self._rest = self._rest or next(self._pieces, b"")
            if not self._rest:
                break
            parts.append(self._rest[:missing])
            self._rest = self._rest[missing:]
            missing -= len(parts[-1])
        return b"".join(parts)


def digest_of(path: Path) -> str:
    """SM3 of a file as it lies there, in hex."""
    digest = Hash(SM3())
    with path.open("rb") as file:
        while data := file.read(PIECE):
            digest.update(data)
    return digest.finalize().hex()


def _pieces(path: Path, key: bytes, name: str) -> Iterator[bytes]:
    with path.open("rb") as file:
        if file.read(len(MARK)) != MARK:
            raise Broken(name)
        own = derive(key, name, file.read(_SALT))[:16]
        number, sealed = 0, file.read(PIECE + _TAG)
        while sealed:
            following = file.read(PIECE + _TAG)
            yield _opened(own, name, _nonce(number, not following), sealed)
            number, sealed = number + 1, following
    if not number:
        raise Broken(name)


def _opened(key: bytes, name: str, nonce: bytes, sealed: bytes) -> bytes:
    if len(sealed) < _TAG:
        raise Broken(name)
    decryptor = Cipher(SM4(key), modes.GCM(nonce, sealed[-_TAG:])).decryptor()
    decryptor.authenticate_additional_data(name.encode() + nonce)
    try:
        return decryptor.update(sealed[:-_TAG]) + decryptor.finalize()
    except InvalidTag as error:
        raise Broken(name) from error


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
