"""Canonical text: one spelling for equal values, none for what has no safe spelling."""

from __future__ import annotations

import enum
import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mufakat.engines.chain import canonical
from mufakat.engines.chain.canonical import NotCanonical

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
NUMBERS = st.integers(-canonical.LARGEST_NUMBER, canonical.LARGEST_NUMBER)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
MAPPINGS = st.dictionaries(TEXTS, VALUES, max_size=5)


def is_free_of_clashes(value: Any) -> bool:
    """No mapping in it has two keys that NFC makes one."""
    if isinstance(value, Mapping):
        keys = [unicodedata.normalize("NFC", key) for key in value]
        return len(set(keys)) == len(keys) and all(map(is_free_of_clashes, value.values()))
    return not isinstance(value, list) or all(map(is_free_of_clashes, value))


def composed(value: Any) -> Any:
    if isinstance(value, dict):
        return {composed(key): composed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [composed(item) for item in value]
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def test_strings_are_escaped_as_rfc_8785_3_2_2_says() -> None:
    text = '\u20ac$\x0f\nA\'B"\\\\"/'  # the string of its example
    assert canonical.text_of({"string": text}) == '{"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    assert canonical.text_of({"": "\b\t\f\r\x7f\u2028"}) == '{"":"\\b\\t\\f\\r\x7f\u2028"}'


def test_keys_are_sorted_by_utf16_as_rfc_8785_3_2_3_says() -> None:
    """Its example, with U+FF21 in the place of U+FB33, which NFC would take apart."""
    value = {"\u20ac": 1, "\r": 2, "\uff21": 3, "1": 4, "\U0001f600": 5, "\x80": 6, "\xf6": 7}
    assert list(json.loads(canonical.text_of(value))) == ["\r", "1", "\x80", "\xf6", "\u20ac", "\U0001f600", "\uff21"]


def test_numbers_and_words() -> None:
    value = {"a": [0, -1, 2**53 - 1, -(2**53) + 1, True, False, None], "b": {}, "c": (1,)}
    assert canonical.text_of(value) == (
        '{"a":[0,-1,9007199254740991,-9007199254740991,true,false,null],"b":{},"c":[1]}'
    )


def test_enumerations_are_spelled_by_their_value() -> None:
    class Role(enum.StrEnum):
        HOST = "host"

    class Step(enum.IntEnum):
        FIRST = 1

    assert canonical.text_of({Role.HOST: Role.HOST, "step": Step.FIRST}) == '{"host":"host","step":1}'


@pytest.mark.parametrize(
    ("value", "trouble"),
    [
        ({"a": 1.0}, "a: float"),
        ({"a": [1, {"b": float("nan")}]}, r"a\[1\]\.b: float"),
        ({"a": 2**53}, "a: 9007199254740992 is beyond"),
        ({"a": -(2**53)}, "beyond"),
        ({"a": "x\x00"}, r"a: character U\+0000"),
        ({"a": "\ud800"}, r"a: character U\+D800"),
        ({"\udfff": 1}, r"U\+DFFF"),
        ({1: 1}, "key 1 is not a text"),
        ({"e\u0301": 1, "\xe9": 2}, "comes twice"),
        ({"a": b"x"}, "a: bytes"),
        ({"a": {1, 2}}, "a: set"),
        ([1], "list is not a mapping"),
        ("text", "str is not a mapping"),
    ],
)
def test_what_has_no_safe_spelling_is_refused(value: Any, trouble: str) -> None:
    with pytest.raises(NotCanonical, match=trouble):
        canonical.text_of(value)


def test_depth_is_limited() -> None:
    value: dict[str, Any] = {}
    for _ in range(canonical.DEEPEST - 1):
        value = {"a": value}
    assert canonical.value_of(canonical.text_of(value)) == value
    with pytest.raises(NotCanonical, match="nested more than 32"):
        canonical.text_of({"a": value})
    circle: dict[str, Any] = {}
    circle["a"] = circle
    with pytest.raises(NotCanonical, match="nested"):
        canonical.text_of(circle)


@pytest.mark.parametrize("letter", ["x", "é"])
def test_length_is_limited(letter: str) -> None:
    longest = {"a": letter * ((canonical.LONGEST_TEXT - 8) // len(letter.encode()))}
    assert canonical.value_of(canonical.text_of(longest)) == longest
    for call in (lambda: canonical.text_of({"a": longest["a"] + "xxx"}), lambda: canonical.value_of("x" * (1 << 21))):
        with pytest.raises(NotCanonical, match="longer than"):
            call()


@given(MAPPINGS.filter(is_free_of_clashes))
def test_text_and_value_are_each_others_inverse(value: dict[str, Any]) -> None:
    text = canonical.text_of(value)
    assert canonical.value_of(text) == composed(value)
    assert canonical.text_of(canonical.value_of(text)) == text
    assert "\n" not in text
    assert "\t" not in text


@given(MAPPINGS.filter(is_free_of_clashes), st.randoms())
def test_order_and_form_of_letters_make_no_difference(value: dict[str, Any], chance: Any) -> None:
    pairs = [(unicodedata.normalize("NFD", key), item) for key, item in value.items()]
    chance.shuffle(pairs)
    assert canonical.text_of(dict(pairs)) == canonical.text_of(value)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}', '{"b":1,"a":2}', '{"a":1,"a":1}', '{"a":1.0}', '{"a":1e2}', '{"a":NaN}', '{"a":-0}', '{"a":01}',
        '{"a":"\\u0041"}', '{"a":"\\/"}', '{"a":"e\u0301"}', '{"a":"\\ud800"}', '{"a":1}\n', "[]", "", "{", "nul",
        '{"a":9007199254740992}', '{"a":"\t"}', '{"a":' * 5000 + "1" + "}" * 5000, '{"a":' + "9" * 5000 + "}",
    ],
)  # fmt: skip
def test_other_spellings_are_refused(text: str) -> None:
    with pytest.raises(NotCanonical):
        canonical.value_of(text)


def test_commitment_is_the_hash_of_salt_and_text() -> None:
    salt = bytes(range(32))
    assert canonical.commit_text(salt, '{"a":"é"}') == hashlib.sha256(salt + '{"a":"é"}'.encode()).hexdigest()


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_commitment_refuses_a_salt_of_another_length(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        canonical.commit_text(bytes(length), "{}")
