"""The tree against the RFC's own words, the published test tree, every small size, and forged proofs."""

from __future__ import annotations

import json
import os
import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.chain.book import chance_of
from tests.engines.chain.naive import NaiveTree

from mufakat.engines.chain import merkle
from mufakat.engines.chain.spans import Span

GOLDEN = json.loads((Path(__file__).parent / "golden" / "ct_tree.json").read_text())
INPUTS = [bytes.fromhex(leaf) for leaf in GOLDEN["leaves"]]
LARGEST = 130
MUTATIONS = int(os.environ.get("MUFAKAT_MUTATIONS", "5000"))


def store_of(inputs: list[bytes]) -> dict[tuple[int, int], bytes]:
    """The perfect subtrees that a log keeps, as its frontier completes them."""
    frontier, nodes = merkle.Frontier(), {}
    for data in inputs:
        frontier, completed = frontier.append(merkle.leaf_hash(data))
        nodes.update({(node.level, node.index): node.hash for node in completed})
    return nodes


TREE = NaiveTree([f"leaf {number}".encode() for number in range(LARGEST)])
STORE = store_of(TREE.inputs)


def fetch(level: int, position: int) -> bytes:
    return STORE[level, position]


@pytest.mark.parametrize("size", range(9))
def test_root_of_published_tree(size: int) -> None:
    leaves = [merkle.leaf_hash(data) for data in INPUTS[:size]]
    assert merkle.root_of(leaves).hex() == GOLDEN["roots"][size]


@pytest.mark.parametrize("case", GOLDEN["inclusion"], ids=lambda case: f"{case['index']} in {case['size']}")
def test_inclusion_proof_of_published_tree(case: dict) -> None:
    nodes = store_of(INPUTS)
    proof = merkle.inclusion_proof(case["index"], case["size"], lambda *place: nodes[place])
    root = bytes.fromhex(GOLDEN["roots"][case["size"]])
    assert [found.hex() for found in proof] == case["path"]
    assert merkle.verify_inclusion(merkle.leaf_hash(INPUTS[case["index"]]), case["index"], case["size"], proof, root)


@pytest.mark.parametrize("case", GOLDEN["consistency"], ids=lambda case: f"{case['old']} to {case['new']}")
def test_consistency_proof_of_published_tree(case: dict) -> None:
    nodes = store_of(INPUTS)
    proof = merkle.consistency_proof(case["old"], case["new"], lambda *place: nodes[place])
    old, new = (bytes.fromhex(GOLDEN["roots"][case[name]]) for name in ("old", "new"))
    assert [found.hex() for found in proof] == case["path"]
    assert merkle.verify_consistency(case["old"], case["new"], old, new, proof)


def test_frontier_grows_to_the_root_of_every_size() -> None:
    frontier = merkle.Frontier()
    for size in range(LARGEST + 1):
        assert frontier.root() == TREE.mth(0, size)
        assert len(frontier.peaks) == 32 * size.bit_count()
        if size < LARGEST:
            frontier, completed = frontier.append(merkle.leaf_hash(TREE.inputs[size]))
            expected = [
                (level, size >> level, TREE.mth((size >> level) << level, size + 1))
                for level in range((size + 1 & -(size + 1)).bit_length())
            ]
            assert [(node.level, node.index, node.hash) for node in completed] == expected


def test_every_inclusion_proof_of_every_size() -> None:
    for size in range(1, LARGEST + 1):
        root = TREE.mth(0, size)
        for index in range(size):
            proof = merkle.inclusion_proof(index, size, fetch)
            assert proof == TREE.path(index, 0, size)
            assert merkle.verify_inclusion(merkle.leaf_hash(TREE.inputs[index]), index, size, proof, root)
            assert set(merkle.inclusion_path(index, size)) <= STORE.keys()


def test_every_consistency_proof_of_every_pair_of_sizes() -> None:
    for new in range(LARGEST + 1):
        for old in range(new + 1):
            proof = merkle.consistency_proof(old, new, fetch)
            assert proof == (TREE.proof(old, new) if old else [])
            assert merkle.verify_consistency(old, new, TREE.mth(0, old), TREE.mth(0, new), proof)
            assert set(merkle.consistency_path(old, new)) <= STORE.keys()


def test_proofs_fetch_exactly_what_their_paths_name() -> None:
    asked: list[tuple[int, int]] = []

    def fetch_noting(level: int, position: int) -> bytes:
        asked.append((level, position))
        return STORE[level, position]

    merkle.inclusion_proof(37, 101, fetch_noting)
    assert asked == merkle.inclusion_path(37, 101)
    asked.clear()
    merkle.consistency_proof(37, 101, fetch_noting)
    assert asked == merkle.consistency_path(37, 101)


def mutated(proof: list[bytes], chance: random.Random) -> list[bytes]:
    """Another proof: a bit, a hash less or more, an order, a length."""
    forged = list(proof)
    kind = chance.choice(["bit", "drop", "add", "swap", "short", "double"]) if forged else "add"
    place = chance.randrange(len(forged)) if forged else 0
    if kind == "bit":
        raw = bytearray(forged[place])
        raw[chance.randrange(32)] ^= 1 << chance.randrange(8)
        forged[place] = bytes(raw)
    elif kind == "drop":
        del forged[place]
    elif kind == "add":
        forged.insert(place, chance.choice([chance.randbytes(32), merkle.EMPTY_ROOT, TREE.mth(0, 1)]))
    elif kind == "swap":
        other = chance.randrange(len(forged))
        forged[place], forged[other] = forged[other], forged[place]
    elif kind == "short":
        forged[place] = forged[place][: chance.randrange(32)]
    else:
        forged.insert(place, forged[place])
    return forged


def test_no_mutated_inclusion_proof_is_accepted() -> None:
    chance, tried = chance_of(20261124), 0
    while tried < MUTATIONS:
        size = chance.randint(1, LARGEST)
        index = chance.randrange(size)
        leaf, root, proof = merkle.leaf_hash(TREE.inputs[index]), TREE.mth(0, size), TREE.path(index, 0, size)
        forged = mutated(proof, chance)
        if forged != proof:
            tried += 1
            assert not merkle.verify_inclusion(leaf, index, size, forged, root), (index, size, forged)
        elsewhere = chance.randrange(-1, size + 2)
        if elsewhere != index:
            tried += 1
            assert not merkle.verify_inclusion(leaf, elsewhere, size, proof, root), (index, elsewhere, size)
    print(f"mutated_inclusion_proofs={tried}\nmutated_inclusion_proofs_accepted=0")


def test_no_mutated_consistency_proof_is_accepted() -> None:
    chance, tried = chance_of(20261125), 0
    while tried < MUTATIONS:
        new = chance.randint(1, LARGEST)
        old = chance.randint(1, new)
        old_root, new_root, proof = TREE.mth(0, old), TREE.mth(0, new), TREE.proof(old, new)
        forged = mutated(proof, chance)
        if forged != proof:
            tried += 1
            assert not merkle.verify_consistency(old, new, old_root, new_root, forged), (old, new, forged)
        other = TREE.mth(chance.randrange(2), chance.randint(2, LARGEST))
        if other not in {old_root, new_root}:
            tried += 2
            assert not merkle.verify_consistency(old, new, other, new_root, proof), (old, new)
            assert not merkle.verify_consistency(old, new, old_root, other, proof), (old, new)
    print(f"mutated_consistency_proofs={tried}\nmutated_consistency_proofs_accepted=0")


@pytest.mark.parametrize(
    ("old", "new", "old_root", "new_root", "proof", "holds"),
    [
        (0, 0, merkle.EMPTY_ROOT, merkle.EMPTY_ROOT, [], True),
        (0, 0, bytes(32), bytes(32), [], False),
        (0, 1, merkle.EMPTY_ROOT, TREE.mth(0, 1), [], True),
        (0, 1, bytes(32), TREE.mth(0, 1), [], False),
        (0, 1, merkle.EMPTY_ROOT, TREE.mth(0, 1), [bytes(32)], False),
        (0, 1, merkle.EMPTY_ROOT, b"short", [], False),
        (5, 5, TREE.mth(0, 5), TREE.mth(0, 5), [], True),
        (5, 5, TREE.mth(0, 5), TREE.mth(0, 5), [bytes(32)], False),
        (4, 8, TREE.mth(0, 4), TREE.mth(0, 8), [], False),
        (3, 8, TREE.mth(0, 3), TREE.mth(0, 8), [], False),
        (8, 4, TREE.mth(0, 8), TREE.mth(0, 4), [], False),
        (-1, 4, TREE.mth(0, 4), TREE.mth(0, 4), [], False),
    ],
)
def test_verify_consistency_at_the_edges(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: list[bytes], holds: bool
) -> None:
    assert merkle.verify_consistency(old, new, old_root, new_root, proof) is holds


@pytest.mark.parametrize("place", [(0, 0), (5, 5), (-1, 5), (7, 5)])
def test_no_proof_of_a_leaf_that_is_not_there(place: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        merkle.inclusion_proof(*place, fetch)
    assert not merkle.verify_inclusion(TREE.mth(0, 1), *place, [], TREE.mth(0, 1))


def test_no_proof_of_shrinking() -> None:
    with pytest.raises(ValueError, match="did not grow"):
        merkle.consistency_proof(6, 5, fetch)


@pytest.mark.parametrize(("size", "peaks"), [(0, bytes(32)), (3, bytes(32)), (4, bytes(64)), (-1, b""), (1, bytes(31))])
def test_frontier_refuses_peaks_that_do_not_fit(size: int, peaks: bytes) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        merkle.Frontier(size, peaks)


def test_frontier_refuses_a_leaf_that_is_no_hash() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        merkle.Frontier().append(b"leaf")


@given(st.integers(0, LARGEST).flatmap(lambda end: st.tuples(st.lists(st.integers(0, end)), st.just(end))))
def test_spans_of_any_cutting_join_to_the_same_tree(cutting: tuple[list[int], int]) -> None:
    cuts, end = cutting
    places = [0, *sorted(cuts), end]
    whole = Span()
    for first, last in pairwise(places):
        part = Span(first)
        part.extend([merkle.leaf_hash(data) for data in TREE.inputs[first:last]])
        whole.join(part)
    assert whole.root() == TREE.mth(0, end)


def test_spans_refuse_what_does_not_follow() -> None:
    with pytest.raises(ValueError, match="does not follow"):
        Span().join(Span(3))
    with pytest.raises(ValueError, match="first leaf"):
        Span(3).root()
