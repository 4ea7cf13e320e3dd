"""The style sheet itself: readable in light and dark, and light enough for a slow connection."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "src/mufakat/web"
STATIC = WEB / "static/web"
Colour = tuple[float, float, float]


def _blocks() -> dict[str, dict[str, str]]:
    css = (STATIC / "base.css").read_text()
    found = re.findall(r"(:root(?:\[[^{]*|:not[^{]*)?) \{\s*color-scheme[^;]*;(.*?)\n\}", css, re.DOTALL)
    return {selector.strip(): dict(re.findall(r"(--[\w-]+): ([^;]+);", body)) for selector, body in found}


BLOCKS = _blocks()
LIGHT = BLOCKS[":root"]
DARK = BLOCKS[':root[data-theme="dark"]']


def _colour(tokens: dict[str, str], text: str) -> Colour:
    text = text.strip()
    if text.startswith("#"):
        return (int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16))
    if mixed := re.fullmatch(r"color-mix\(in srgb, (\S+|var\(.*?\)) (\d+)%, (.+)\)", text):
        first, second = _colour(tokens, mixed[1]), _colour(tokens, mixed[3])
        share = int(mixed[2]) / 100
        return tuple(a * share + b * (1 - share) for a, b in zip(first, second, strict=True))  # type: ignore[return-value]
    if fallback := re.fullmatch(r"var\(--[\w-]+, (#\w{6})\)", text):
        return _colour(tokens, fallback[1])
    name = re.fullmatch(r"var\((--[\w-]+)\)", text)
    assert name, text
    return _colour(tokens, tokens[name[1]])


def _luminance(colour: Colour) -> float:
    channels = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def contrast(tokens: dict[str, str], one: str, other: str) -> float:
    a, b = (_luminance(_colour(tokens, f"var(--{name})")) for name in (one, other))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)


TEXT = [
    *[(ink, ground) for ink in ("ink", "soft") for ground in ("paper", "card", "sunk", "brand-soft", "warn-soft")],
    *[("ink", f"{tone}-soft") for tone in ("good", "bad", "info", "quiet")],
    *[("link", ground) for ground in ("paper", "card", "sunk", "brand-soft")],
    *[(tone, f"{tone}-soft") for tone in ("good", "warn", "bad", "info", "quiet")],
    *[(tone, "card") for tone in ("good", "bad", "brand")],
    ("brand-ink", "brand"),
    ("brand-ink", "brand-deep"),
    ("paper", "ink"),
    ("focus-ink", "focus-back"),
]
SHAPES = [
    *[
        (f"s-{tone}", ground)
        for tone in ("gov", "private", "academia", "civil", "media", "public", "other")
        for ground in ("card", "paper")
    ],
    *[("line-strong", ground) for ground in ("card", "paper")],
    *[("brand", ground) for ground in ("card", "paper", "brand-soft", "line")],
    ("focus", "card"),
    ("focus", "paper"),
]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_has_enough_contrast(tokens: dict[str, str], ink: str, ground: str) -> None:
    assert contrast(tokens, ink, ground) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), SHAPES)
def test_shapes_have_enough_contrast(tokens: dict[str, str], ink: str, ground: str) -> None:
    assert contrast(tokens, ink, ground) >= 3.0


def test_contrast_is_the_published_measure() -> None:
    assert round(contrast({"--a": "#767676", "--b": "#ffffff"}, "a", "b"), 2) == 4.54
    assert contrast({"--a": "#000000", "--b": "#ffffff"}, "a", "b") == 21


def test_dark_by_choice_is_dark_by_preference() -> None:
    assert BLOCKS[':root:not([data-theme="light"])'] == DARK
    assert LIGHT.keys() == DARK.keys()


def test_every_token_that_is_used_exists() -> None:
    css = "".join(path.read_text() for path in STATIC.glob("*.css"))
    given = set(re.findall(r"(--[\w-]+):", css))
    used = set(re.findall(r"var\((--[\w-]+)", css))
    assert used - given == {
        "--campaign-brand",
        "--campaign-brand-ink",
        "--campaign-brand-dark",
        "--campaign-brand-dark-ink",
    }


def test_only_the_tokens_hold_colours() -> None:
    for name in ("components.css", "forms.css"):
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b", (STATIC / name).read_text()) == []


def test_sizes_stay_within_the_budget() -> None:
    styles = sum(path.stat().st_size for path in STATIC.glob("*.css"))
    assert styles <= 40 * 1024
    assert (STATIC / "mufakat.js").stat().st_size <= 10 * 1024
    assert len(list(STATIC.glob("*.css"))) == 4


def test_templates_are_short_and_carry_no_style_or_script_of_their_own() -> None:
    for path in (WEB / "templates").rglob("*.html"):
        text = path.read_text()
        assert len(text.splitlines()) <= 100, path
        assert not re.search(r'\sstyle="|\son[a-z]+="|<script>|javascript:', text), path
        assert ("<style>" in text) == (path.name == "base.html" and path.parent.name == "mail"), path
