"""What happened between two copies of a record whose first entries are no longer the same.

Entries are recognised by what they commit to (the salts make that unique), then by time, actor, verb and object, whatever
their numbers now are; the longest run that kept its order is the thread, and everything else is removed, inserted, moved or
altered against it. Takes about 200 bytes of memory for each entry after the first difference.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from mufakat.engines.chain import canonical, record
from mufakat.engines.chain.findings import MOST, Collected, Kind
from mufakat.engines.chain.record import BadLine, Line
from mufakat.engines.chain.scan import DAMAGE, header_of, lines_of, opened

_PARTS: Final = re.compile(
    rb'\{("at":"[^"]*","by":"[^"]*"),"commitments":\{([^}]*)\},("object":"[^"]*"),"seq":[^,]*,("v":1,"verb":"[^"]*")\}'
)

Pair = tuple[int, int]


def add_differences(old: Path, new: Path, found: Collected) -> None:
    """Say what became of the entries of the old file in the new one; numbers are places in the old file, from 1.

    Entries of the new file after the last of the old are growth, not a difference.
    """
    same = _common(old, new)
    before, after = _Index(old, same), _Index(new, same)
    pairs = _match(before, after)
    kept = _longest_rising(pairs)
    gone, fresh, replaced = _leftovers(len(before.whole), len(after.whole), pairs, kept)
    end, lost = len(before.whole), len(before.whole) - len(after.whole)
    for first, last in _runs(gone):
        is_the_cut = last + 1 == end and last + 1 - first == lost  # the verdict has said so
        if not is_the_cut:
            found.add(Kind.REMOVED, same + first + 1, last=same + last + 1)
    for first, last in _runs(fresh):
        found.add(Kind.INSERTED, same + first + 1, last=same + last + 1)
    in_place = set(kept)
    for pair in pairs:
        if pair not in in_place:
            found.add(Kind.REORDERED, same + pair[0] + 1, now=same + pair[1] + 1)
    changed = [pair for pair in pairs if before.whole[pair[0]] != after.whole[pair[1]]]
    _add_changes(old, new, [(same + one, same + other) for one, other in sorted([*changed, *replaced])], found)


def leaves_of(path: Path) -> Iterator[bytes]:
    """The bytes of each entry of a record file, whatever they are, to the empty line or as far as the file can be read."""
    with opened(path) as stream:
        header_of(stream)
        try:
            for raw, _ in lines_of(stream):
                if raw == b"\n":
                    return
                yield raw.removesuffix(b"\n").split(b"\t", 1)[0]
        except DAMAGE:
            return


def lines_at(path: Path, places: Collection[int]) -> dict[int, Line | None]:
    """The lines at some places (from 0), None for one that is broken."""
    wanted, lines = set(places), {}
    with opened(path) as stream:
        header_of(stream)
        try:
            for place, (raw, _) in enumerate(lines_of(stream)):
                if place in wanted:
                    lines[place] = _read(raw)
                    if len(lines) == len(wanted):
                        break
        except DAMAGE:
            pass
    return lines


def add_change(seq: int, old: Line | None, new: Line | None, found: Collected) -> None:
    """Say how an entry differs from what it was."""
    if old is None or new is None:
        found.add(Kind.ALTERED, seq, fields=["line"])
        return
    fields = _fields(old, new)
    if new.entry.at < old.entry.at and new.entry.object == old.entry.object:
        found.add(Kind.BACKDATED, seq, at=new.entry.at, before=old.entry.at, fields=fields[1:])
    else:
        found.add(Kind.ALTERED, seq, fields=fields)


class _Index:
    """The hash of each entry's commitments (or act, when it has none), of its act, and of all but its number."""

    def __init__(self, path: Path, skipped: int) -> None:
        self.said, self.act, self.whole = array("q"), array("q"), array("q")
        for place, leaf in enumerate(leaves_of(path)):
            if place >= skipped:
                self._take(leaf)

    def _take(self, leaf: bytes) -> None:
        parts = _PARTS.fullmatch(leaf)
        if parts:
            act, said = hash((parts[1], parts[3], parts[4])), hash(parts[2])
        else:
            act = said = hash(leaf)
        self.act.append(act)
        self.said.append(said if parts and parts[2] else act)
        self.whole.append(hash((act, said)))


def _common(old: Path, new: Path) -> int:
    """How many first entries are the same in both."""
    same = 0
    for one, other in zip(leaves_of(old), leaves_of(new), strict=False):
        if one != other:
            break
        same += 1
    return same


def _match(old: _Index, new: _Index) -> list[Pair]:
    """Which entry of the old file is which of the new: by commitments first, the rest by act; in the old order."""
    ones, others = range(len(old.said)), range(len(new.said))
    pairs = _same_keys(ones, others, old.said.__getitem__, new.said.__getitem__)
    taken, given = {one for one, _ in pairs}, {other for _, other in pairs}
    left = [place for place in ones if place not in taken]
    right = [place for place in others if place not in given]
    return sorted([*pairs, *_same_keys(left, right, old.act.__getitem__, new.act.__getitem__)])


def _same_keys(
    ones: Sequence[int], others: Sequence[int], key: Callable[[int], int], other_key: Callable[[int], int]
) -> list[Pair]:
    """Pairs of equal keys, the first with the first, the second with the second."""
    left, right, pairs = sorted(ones, key=key), sorted(others, key=other_key), []
    one = other = 0
    while one < len(left) and other < len(right):
        here, there = key(left[one]), other_key(right[other])
        if here == there:
            pairs.append((left[one], right[other]))
        one, other = one + (here <= there), other + (here >= there)
    return pairs


def _longest_rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest run of pairs in which both numbers rise (patience sorting, n log n)."""
    tops: list[int] = []
    piles: list[int] = []
    below: list[int] = []
    for place, (_, new) in enumerate(pairs):
        pile = bisect_left(tops, new)
        below.append(piles[pile - 1] if pile else -1)
        tops[pile : pile + 1], piles[pile : pile + 1] = [new], [place]
    run, place = [], piles[-1] if piles else -1
    while place >= 0:
        run.append(pairs[place])
        place = below[place]
    return run[::-1]


def _leftovers(
    olds: int, news: int, pairs: Sequence[Pair], kept: Sequence[Pair]
) -> tuple[list[int], list[int], list[Pair]]:
    """Old entries that are gone, new ones that were put among the old, and pairs where one took the other's place."""
    taken, given = {one for one, _ in pairs}, {other for _, other in pairs}
    gone: list[int] = []
    fresh: list[int] = []
    replaced: list[Pair] = []
    for (one, other), (next_one, next_other) in pairwise([(-1, -1), *kept, (olds, news)]):
        left = [place for place in range(one + 1, next_one) if place not in taken]
        right = [place for place in range(other + 1, next_other) if place not in given]
        if next_one == olds:
            right = right[: len(left)]
        if len(left) == len(right):
            replaced += zip(left, right, strict=True)
        else:
            gone += left
            fresh += right
    return gone, fresh, replaced


def _runs(places: Sequence[int]) -> Iterator[Pair]:
    """Neighbouring places as (first, last)."""
    first = last = -1
    for place in places:
        if first >= 0 and place == last + 1:
            last = place
            continue
        if first >= 0:
            yield first, last
        first = last = place
    if first >= 0:
        yield first, last


def _add_changes(old: Path, new: Path, pairs: Sequence[Pair], found: Collected) -> None:
    before = lines_at(old, [one for one, _ in pairs[:MOST]])
    after = lines_at(new, [other for _, other in pairs[:MOST]])
    for one, other in pairs[:MOST]:
        add_change(one + 1, before.get(one), after.get(other), found)
    found.more += len(pairs[MOST:])


def _fields(old: Line, new: Line) -> list[str]:
    """The names of what differs; of a payload that both copies can open, the keys (`open.title`)."""
    names = [name for name in ("at", "by", "verb", "object") if getattr(old.entry, name) != getattr(new.entry, name)]
    before, after = old.entry.commitments, new.entry.commitments
    for group in sorted({*before, *after}):
        if before.get(group) != after.get(group):
            names += _keys_between(_value(old, group), _value(new, group), group)
    return names


def _keys_between(old: dict[str, object] | None, new: dict[str, object] | None, group: str) -> list[str]:
    if old is None or new is None:
        return [group]
    keys = sorted(key for key in {*old, *new} if old.get(key) != new.get(key))
    return [f"{group}.{key}" for key in keys] or [group]


def _value(line: Line, group: str) -> dict[str, object] | None:
    for opening in line.openings:
        if opening.group == group:
            try:
                return canonical.value_of(opening.text)
            except canonical.NotCanonical:
                return None
    return None


def _read(raw: bytes) -> Line | None:
    try:
        return record.read_line(raw)
    except BadLine:
        return None
