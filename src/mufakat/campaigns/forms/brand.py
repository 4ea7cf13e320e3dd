"""A campaign's own colour, made readable: the shade used on light and on dark screens and the lettering on each."""

from __future__ import annotations

from dataclasses import dataclass

READABLE = 4.5
_LIGHT_GROUNDS = ("#fbfaf7", "#ffffff", "#f3f1eb")
_DARK_GROUNDS = ("#14171a", "#1c2024", "#23282d")
_SOFT_LIGHT, _SOFT_DARK = 0.11, 0.15
_WHITE, _NIGHT = "#ffffff", "#0d1112"

Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Inks:
    """What the face is told: the colour as shown in each scheme, and the lettering that stands on it."""

    wanted: str
    light: str
    light_ink: str
    dark: str
    dark_ink: str

    @property
    def is_adjusted(self) -> bool:
        return self.light != self.wanted


def _parts(text: str) -> Colour:
    return (int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16))


def _text(colour: Colour) -> str:
    return "#" + "".join(f"{round(c):02x}" for c in colour)


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the first, the rest of the second."""
    red, green, blue = (a * share + b * (1 - share) for a, b in zip(one, other, strict=True))
    return (red, green, blue)


def _luminance(colour: Colour) -> float:
    red, green, blue = (c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_of(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2, between 1 and 21."""
    a, b = _luminance(_parts(one)), _luminance(_parts(other))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)


def _readable(wanted: str, grounds: tuple[str, ...], towards: str, soft: float) -> str:
    """The nearest shade towards black or white that reads on every ground, its own pale tint on a card included."""
    start, end = _parts(wanted), _parts(towards)
    for step in range(51):
        shade = _text(_mixed(end, start, step / 50))
        tint = _text(_mixed(_parts(shade), _parts(grounds[1]), soft))
        if all(contrast_of(shade, ground) >= READABLE for ground in (*grounds, tint)):
            return shade
    return towards


def inks_of(wanted: str) -> Inks:
    """Shades and lettering for a brand colour written as #rrggbb."""
    light = _readable(wanted, _LIGHT_GROUNDS, "#000000", _SOFT_LIGHT)
    dark = _readable(wanted, _DARK_GROUNDS, "#ffffff", _SOFT_DARK)
    return Inks(wanted, light, _WHITE, dark, _NIGHT)


def stylesheet_of(wanted: str) -> str:
    inks = inks_of(wanted)
    return (
        f":root{{--campaign-brand:{inks.light};--campaign-brand-ink:{inks.light_ink};"
        f"--campaign-brand-dark:{inks.dark};--campaign-brand-dark-ink:{inks.dark_ink}}}\n"
    )
