"""SM4-GCM for values, HMAC-SM3 for looking them up (GB/T 39786 level 3).

A sealed value is: version byte | 12-byte nonce | ciphertext | tag. The context (table, column
and row id) is authenticated, so a value moved to another row does not open.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings

_NONCE, _TAG = 12, 16


class Unreadable(Exception):
    """The sealed value was moved, changed, or its key is gone."""


def newest() -> int:
    """The version that encrypts: the highest, or the one that the settings name."""
    return settings.DOUDI_SEAL_WITH or max(settings.DOUDI_DATA_KEYS)


def version_of(blob: bytes | memoryview) -> int:
    """The version of the key that a sealed value names; 0 for what is none."""
    return bytes(blob[:1])[0] if len(blob) > _NONCE + _TAG else 0


def seal(context: str, value: str | bytes) -> bytes:
    """Encrypt with the newest data key."""
    version = newest()
    nonce = os.urandom(_NONCE)
    encryptor = Cipher(SM4(settings.DOUDI_DATA_KEYS[version]), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(context.encode())
    data = value.encode() if isinstance(value, str) else value
    body = encryptor.update(data) + encryptor.finalize()
    return bytes([version]) + nonce + body + encryptor.tag


def unseal(context: str, blob: bytes | memoryview) -> bytes:
    """Decrypt with the key that the blob names. Raises Unreadable."""
    raw = bytes(blob)
    long_enough = len(raw) >= 1 + _NONCE + _TAG
    key = settings.DOUDI_DATA_KEYS.get(raw[0]) if long_enough else None
    if key is None:
        raise Unreadable(context)
    nonce, body, tag = raw[1 : 1 + _NONCE], raw[1 + _NONCE : -_TAG], raw[-_TAG:]
    decryptor = Cipher(SM4(key), modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(context.encode())
    try:
        return decryptor.update(body) + decryptor.finalize()
    except InvalidTag as error:
        raise Unreadable(context) from error


def blind_index(kind: str, value: str) -> bytes:
    """32 bytes to find an encrypted value by equality; `kind` keeps number and phone apart."""
    return _index(settings.DOUDI_INDEX_KEY, kind, value)


def blind_indexes(kind: str, value: str) -> list[bytes]:
    """What the value may stand under: more than one while the index key is being changed."""
    also = settings.DOUDI_INDEX_ALSO
    return [blind_index(kind, value), *([_index(also, kind, value)] if also else [])]


def _index(key: bytes, kind: str, value: str) -> bytes:
    mac = HMAC(key, SM3())
    mac.update(f"{kind}\x00{value}".encode())
    return mac.finalize()
