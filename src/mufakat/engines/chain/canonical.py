"""The one spelling of a value, so that equal values give equal bytes, and commitments to it.

Canonical text is RFC 8785 (JSON Canonicalization Scheme) over a smaller domain: texts, whole numbers within
+-(2**53 - 1), true, false, null, lists and mappings with text keys. Numbers with a fraction are refused because their
spelling differs between languages: write them as text. Texts are brought to Unicode form NFC first, as one letter may
otherwise have several spellings.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Final, NoReturn

LARGEST_NUMBER: Final = 2**53 - 1
DEEPEST: Final = 32
LONGEST_TEXT: Final = 1 << 20
"""Bytes of a canonical text: what is longer belongs into a file, recorded by its hash."""

SALT_BYTES: Final = 32

_REFUSED = re.compile("[\x00\ud800-\udfff]")


class NotCanonical(ValueError):
    """A value or a text has no canonical form here; the message names the place and the trouble."""


def text_of(value: Mapping[str, Any]) -> str:
    """The canonical text of a mapping.

    Keys are sorted by their UTF-16 code units, nothing is spaced, only what JSON demands is escaped (RFC 8785, section
    3.2). Raises NotCanonical on a float, a number beyond 2**53 - 1, NUL, a lone surrogate, a key that is no text, two
    keys that NFC makes equal, more than 32 levels, more than a mebibyte, or any other type.

    >>> text_of({"b": [1, True, None], "a": "e\\u0301"})
    '{"a":"é","b":[1,true,null]}'
    """
    if not isinstance(value, Mapping):
        raise NotCanonical(f"at the top: {type(value).__name__} is not a mapping")
    text = json.dumps(_cleaned(value, "", 1), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    if len(text) > LONGEST_TEXT or len(text.encode()) > LONGEST_TEXT:
        raise NotCanonical(f"longer than {LONGEST_TEXT} bytes; record the hash of a file instead")
    return text


def value_of(text: str) -> dict[str, Any]:
    """The mapping that a canonical text spells; raises NotCanonical unless `text_of` gives back the very same text.

    >>> value_of('{"a":1}')
    {'a': 1}
    """
    if len(text) > LONGEST_TEXT:
        raise NotCanonical(f"longer than {LONGEST_TEXT} bytes")
    try:
        value = json.loads(text, object_pairs_hook=_distinct, parse_float=_no_float, parse_constant=_no_float)
    except NotCanonical:
        raise
    except (ValueError, RecursionError) as trouble:
        raise NotCanonical(f"not JSON: {trouble}") from None
    if text_of(value) != text:
        raise NotCanonical("JSON, but not in its canonical spelling")
    result: dict[str, Any] = value
    return result


def commit_text(salt: bytes, text: str) -> str:
    """The commitment to a text: hex SHA-256 of `salt || UTF-8(text)`, with a salt of exactly 32 bytes.

    It hides the text as long as the salt is secret, and binds to it. Raises ValueError on a salt of another length:
    with a fixed length the border between salt and text is never in doubt.

    >>> commit_text(bytes(32), "{}")
    'fb1634c4e6cd4b1f1afe3ce2d6ef080f7ac5d1f357d723ad4dfca782733b62db'
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    return hashlib.sha256(salt + text.encode()).hexdigest()


def _cleaned(value: Any, place: str, depth: int) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _clean_text(value, place)
    if isinstance(value, int):
        if abs(value) > LARGEST_NUMBER:
            raise NotCanonical(f"{place or 'value'}: {value} is beyond 2**53 - 1; write it as text")
        return int(value)
    if depth > DEEPEST:
        raise NotCanonical(f"{place}: nested more than {DEEPEST} deep")
    if isinstance(value, Mapping):
        return _clean_mapping(value, place, depth)
    if isinstance(value, list | tuple):
        return [_cleaned(item, f"{place}[{number}]", depth + 1) for number, item in enumerate(value)]
    raise NotCanonical(f"{place or 'value'}: {type(value).__name__} has no canonical form; write it as text")


def _clean_text(text: str, place: str) -> str:
    bad = _REFUSED.search(text)
    if bad:
        raise NotCanonical(f"{place or 'text'}: character U+{ord(bad[0]):04X} cannot be recorded")
    return unicodedata.normalize("NFC", text)


def _clean_mapping(value: Mapping[Any, Any], place: str, depth: int) -> dict[str, Any]:
    cleaned: dict[str, Any] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise NotCanonical(f"{place or 'mapping'}: the key {key!r} is not a text")
        name = _clean_text(key, place)
        if name in cleaned:
            raise NotCanonical(f"{place or 'mapping'}: the key {name!r} comes twice")
        cleaned[name] = _cleaned(item, f"{place}.{name}" if place else name, depth + 1)
    return dict(sorted(cleaned.items(), key=lambda pair: pair[0].encode("utf-16-be")))


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotCanonical("a key comes twice")
    return found


def _no_float(text: str) -> NoReturn:
    raise NotCanonical(f"{text} is not a whole number")
