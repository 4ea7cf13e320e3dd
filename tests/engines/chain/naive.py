"""The Merkle tree as RFC 6962, section 2.1, writes it: recursive, slow, and sharing no line with the engine."""

from __future__ import annotations

from functools import cache
from hashlib import sha256


def split(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


class NaiveTree:
    def __init__(self, inputs: list[bytes]) -> None:
        self.inputs = inputs
        self.mth = cache(self._mth)

    def _mth(self, begin: int, end: int) -> bytes:
        """MTH(D[begin:end])."""
        if begin == end:
            return sha256().digest()
        if end - begin == 1:
            return sha256(b"\x00" + self.inputs[begin]).digest()
        k = begin + split(end - begin)
        return sha256(b"\x01" + self.mth(begin, k) + self.mth(k, end)).digest()

    def path(self, m: int, begin: int, end: int) -> list[bytes]:
        """PATH(m, D[begin:end]), m counted from begin."""
        n = end - begin
        if n == 1:
            return []
        k = split(n)
        if m < k:
            return [*self.path(m, begin, begin + k), self.mth(begin + k, end)]
        return [*self.path(m - k, begin + k, end), self.mth(begin, begin + k)]

    def proof(self, m: int, n: int) -> list[bytes]:
        """PROOF(m, D[0:n])."""
        return self.subproof(m, 0, n, whole=True)

    def subproof(self, m: int, begin: int, end: int, *, whole: bool) -> list[bytes]:
        """SUBPROOF(m, D[begin:end], whole)."""
        n = end - begin
        if m == n:
            return [] if whole else [self.mth(begin, end)]
        k = split(n)
        if m <= k:
            return [*self.subproof(m, begin, begin + k, whole=whole), self.mth(begin + k, end)]
        return [*self.subproof(m - k, begin + k, end, whole=False), self.mth(begin, begin + k)]
