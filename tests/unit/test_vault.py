"""The vault, against tampering and moving."""

from __future__ import annotations

import base64
import os
import string

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from config.doors.vault import Vault, VaultError, parse_keys, vault_from

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
ROW = "connection:17:token"
vault = Vault({"2025": OLD, "2026": NEW}, active="2026")


@given(plain=st.text(), identity=st.text(min_size=1))
def test_what_was_sealed_opens(plain: str, identity: str) -> None:
    token = vault.seal(plain, identity=identity)
    assert vault.open(token, identity=identity) == plain


@given(plain=st.text(), identity=st.text(min_size=1), other=st.text(min_size=1))
def test_it_opens_only_in_its_own_row(plain: str, identity: str, other: str) -> None:
    token = vault.seal(plain, identity=identity)
    if other != identity:
        with pytest.raises(VaultError):
            vault.open(token, identity=other)


@given(data=st.data())
def test_every_change_to_a_token_is_noticed(data: st.DataObject) -> None:
    token = vault.seal("a secret of some length", identity=ROW)
    position = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.characters(codec="utf-8"))
    changed = data.draw(
        st.sampled_from(
            [
                token[:position] + letter + token[position + 1 :],
                token[:position] + token[position + 1 :],
                token[:position] + letter + token[position:],
                token[:position],
                token + letter,
            ]
        )
    )
    if changed != token:
        with pytest.raises(VaultError):
            vault.open(changed, identity=ROW)


@pytest.mark.parametrize("plain", ["", "a", "ab", "abc"])
def test_a_token_has_one_spelling(plain: str) -> None:
    """The last letter of base64 may carry spare bits, which a decoder ignores."""
    token = vault.seal(plain, identity=ROW)
    for letter in string.ascii_letters + string.digits + "-_+/=":
        if letter != token[-1]:
            with pytest.raises(VaultError):
                vault.open(token[:-1] + letter, identity=ROW)


@given(st.text())
def test_any_other_text_does_not_open(text: str) -> None:
    with pytest.raises(VaultError):
        vault.open(text, identity=ROW)


def test_the_format_is_aes_gcm_with_the_row_as_associated_data() -> None:
    """Opened by hand, so that the format cannot change without notice: old tokens must stay readable."""
    key_id, nonce, sealed = vault.seal("secret", identity=ROW).split(".")
    raw = [base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in (nonce, sealed)]
    associated = b"answerable-vault-1\x002026\x00connection:17:token"
    assert key_id == "2026"
    assert AESGCM(NEW).decrypt(raw[0], raw[1], associated) == b"secret"


def test_no_two_tokens_are_alike() -> None:
    assert len({vault.seal("same", identity=ROW) for _ in range(100)}) == 100


def test_a_token_cannot_be_relabelled_with_another_key() -> None:
    twin = Vault({"a": OLD, "b": OLD}, active="a")
    token = twin.seal("secret", identity=ROW)
    with pytest.raises(VaultError):
        twin.open("b" + token[1:], identity=ROW)


def test_keys_are_rotated() -> None:
    before = Vault({"2025": OLD}, active="2025").seal("secret", identity=ROW)
    assert vault.needs_reseal(before)
    after = vault.reseal(before, identity=ROW)
    assert not vault.needs_reseal(after)
    assert Vault({"2026": NEW}, active="2026").open(after, identity=ROW) == "secret"
    with pytest.raises(VaultError):
        Vault({"2026": NEW}, active="2026").open(before, identity=ROW)
    with pytest.raises(VaultError):
        vault.reseal(before, identity="connection:18:token")


def test_a_secret_belongs_to_a_row() -> None:
    with pytest.raises(ValueError, match="row"):
        vault.seal("secret", identity="")


def test_keys_are_not_shown() -> None:
    assert repr(vault) == "Vault(2025, 2026; active 2026)"


@pytest.mark.parametrize(
    ("keys", "active"),
    [({}, "a"), ({"a": OLD}, "b"), ({"a": OLD[:16]}, "a"), ({"a.b": OLD}, "a.b"), ({"": OLD}, "")],
)
def test_unusable_keys(keys: dict[str, bytes], active: str) -> None:
    with pytest.raises(VaultError):
        Vault(keys, active=active)


@given(
    st.lists(
        st.tuples(st.from_regex(r"[A-Za-z0-9_-]{1,32}", fullmatch=True), st.binary(min_size=32, max_size=32)),
        min_size=1,
        unique_by=lambda entry: entry[0],
    ),
    st.sampled_from([base64.b64encode, base64.urlsafe_b64encode]),
)
def test_keys_from_the_environment(entries: list[tuple[str, bytes]], encode: object) -> None:
    text = ",".join(f"{key_id}:{encode(key).decode()}" for key_id, key in entries)  # type: ignore[operator]
    assert list(parse_keys(text).items()) == entries
    assert vault_from(text).active == entries[0][0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " , ",
        "justakey",
        "a:",
        "a:short",
        "a:" + base64.b64encode(OLD[:31]).decode(),
        "a:" + base64.b64encode(OLD + b"x").decode(),
        "a:not base64 at all, really",
        "a b:" + base64.b64encode(OLD).decode(),
        f"a:{base64.b64encode(OLD).decode()},a:{base64.b64encode(NEW).decode()}",
    ],
)
def test_unusable_texts_are_refused_without_showing_them(text: str) -> None:
    with pytest.raises(VaultError) as caught:
        parse_keys(text)
    assert base64.b64encode(OLD).decode()[:8] not in str(caught.value)


def test_generated_keys_work() -> None:
    text = "k1:" + base64.b64encode(os.urandom(32)).decode()
    assert vault_from(text).open(vault_from(text).seal("x", identity="r"), identity="r") == "x"
