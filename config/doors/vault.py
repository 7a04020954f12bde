"""The single door to secrets at rest: AES-256-GCM, bound to the row that owns the secret.

A sealed secret is a text token `kid.nonce.ciphertext` (the last two urlsafe base64 without padding). The
row's identity (say `connection:17:token`) and the key's id are associated data: a token copied into another
row, or relabelled with another key, does not open. Keys have ids so that they can be rotated: the active
one seals, all of them open, `reseal` moves a token to the active one.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12  # NIST SP 800-38D: 96 bits; random nonces are safe for 2**32 messages of one key

_KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")


class VaultError(Exception):
    """The keys are unusable, or the token does not open: wrong key, wrong row, or changed."""


class Vault:
    """Seals and opens secrets.

    `keys` maps key ids to 32 bytes; `active` is the id of the key that seals. Raises `VaultError` when they
    do not fit.
    """

    def __init__(self, keys: Mapping[str, bytes], active: str) -> None:
        if active not in keys:
            raise VaultError("the active key is not among the keys")
        for key_id, key in keys.items():
            if not _KEY_ID.fullmatch(key_id):
                raise VaultError("a key id consists of 1 to 32 letters, digits, - and _")
            if len(key) != KEY_BYTES:
                raise VaultError(f"key {key_id} does not have {KEY_BYTES} bytes")
        self.active = active
        self._ciphers = {key_id: AESGCM(key) for key_id, key in keys.items()}

    def __repr__(self) -> str:
        return f"Vault({', '.join(self._ciphers)}; active {self.active})"

    def seal(self, plain: str, *, identity: str) -> str:
        """A token that opens only with the same identity. Two calls never give the same token."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._ciphers[self.active].encrypt(nonce, plain.encode(), _associated(self.active, identity))
        return f"{self.active}.{_encoded(nonce)}.{_encoded(sealed)}"

    def open(self, token: str, *, identity: str) -> str:
        """The secret. Raises `VaultError` on a wrong key or identity and on any change to the token."""
        key_id, _, rest = token.partition(".")
        nonce, _, sealed = rest.partition(".")
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise VaultError("sealed with a key that is not here")
        nonce_bytes = _decoded(nonce)
        if len(nonce_bytes) != NONCE_BYTES:
            raise VaultError("not a sealed secret")
        try:
            return cipher.decrypt(nonce_bytes, _decoded(sealed), _associated(key_id, identity)).decode()
        except InvalidTag:
            raise VaultError("wrong key, wrong row, or changed") from None

    def knows(self, token: str) -> bool:
        """Whether the text reads as a token sealed with one of the keys that are here."""
        key_id, _, rest = token.partition(".")
        return key_id in self._ciphers and rest.count(".") == 1

    def needs_reseal(self, token: str) -> bool:
        """Whether the token was sealed with a key that is no longer the active one."""
        return token.partition(".")[0] != self.active

    def reseal(self, token: str, *, identity: str) -> str:
        """The same secret, sealed with the active key. Raises `VaultError` when the token does not open."""
        return self.seal(self.open(token, identity=identity), identity=identity)


def parse_keys(text: str) -> dict[str, bytes]:
    """Keys from `id:base64,id2:base64` (32 bytes each; standard or urlsafe base64), in that order.

    By convention the first is the active one. Raises `VaultError`, whose words never contain a part of a key.
    """
    keys: dict[str, bytes] = {}
    for position, entry in enumerate(filter(None, (part.strip() for part in text.split(","))), start=1):
        key_id, colon, encoded = entry.partition(":")
        if not colon:
            raise VaultError(f"key {position} is not written id:base64")
        if not _KEY_ID.fullmatch(key_id):
            raise VaultError(f"the id of key {position} consists of 1 to 32 letters, digits, - and _")
        if key_id in keys:
            raise VaultError(f"key id {key_id} is used twice")
        try:
            unpadded = encoded.strip().translate(str.maketrans("+/", "-_")).rstrip("=")
            key = _decoded(unpadded)
        except VaultError:
            raise VaultError(f"key {key_id} is not base64") from None
        if len(key) != KEY_BYTES:
            raise VaultError(f"key {key_id} has {len(key)} bytes instead of {KEY_BYTES}")
        keys[key_id] = key
    if not keys:
        raise VaultError("no keys")
    return keys


def vault_from(text: str) -> Vault:
    """A vault with the keys of `parse_keys`, the first of them active."""
    keys = parse_keys(text)
    return Vault(keys, active=next(iter(keys)))


def _associated(key_id: str, identity: str) -> bytes:
    if not identity:
        raise ValueError("a secret belongs to a row: identity is empty")
    # Key ids hold no NUL, so the two parts cannot be shifted against each other.
    return f"answerable-vault-1\0{key_id}\0{identity}".encode()


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    try:
        raw = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise VaultError("not a sealed secret") from None
    # Spare bits at the end could be set without changing the bytes; only one spelling is ours.
    if _encoded(raw) != text:
        raise VaultError("not a sealed secret")
    return raw
