"""What must not lie readable in tables that other programs fill."""

import json
from typing import Any

from doudi.common import crypto

MFA = "mfa"  # the context of a second factor's secret


class SealedSerializer:
    """Sessions hold the phone of a sign-in under way and a new TOTP secret: sealed at rest."""

    def dumps(self, obj: Any) -> bytes:
        return crypto.seal("session", json.dumps(obj, separators=(",", ":")))

    def loads(self, data: bytes) -> Any:
        return json.loads(crypto.unseal("session", data))


def seal_text(context: str, text: str) -> str:
    return crypto.seal(context, text).hex()


def unseal_text(context: str, sealed: str) -> str:
    return crypto.unseal(context, bytes.fromhex(sealed)).decode()
