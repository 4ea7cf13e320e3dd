"""A report in words, in Indonesian or English, without Django: what a party reads after `mufakat verify`."""

from __future__ import annotations

from typing import Any, Final, Literal

from mufakat.engines.chain.findings import Finding, Kind, Report
from mufakat.engines.chain.sentences import FIELDS, FRAME, GROUPS, REASONS, SENTENCES, STRETCHES

Language = Literal["id", "en"]

_LONGEST: Final = 120


def words(report: Report, language: Language = "id") -> str:
    """The report as lines of text that end in a newline; texts from the file are made harmless to a terminal."""
    say = FRAME[language]
    lines = [say["ok"] if report.ok else say["not_ok" if report.readable else "not_read"]]
    if report.readable:
        lines += _facts(report, language)
    if report.earlier and report.ok:
        lines.append(say[f"agrees_{report.earlier.form}"].format(size=_number(report.earlier.size, language)))
    lines += [f"- {sentence(finding, language)}" for finding in report.findings]
    if report.more:
        lines.append(say["more"].format(count=_number(report.more, language)))
    if report.earlier and report.earlier.is_entry_kept is not None and not report.earlier.agrees:
        key = "entry_kept" if report.earlier.is_entry_kept else "entry_not_kept"
        lines.append(say[key].format(seq=_number(report.earlier.entry or 0, language)))
    if report.ok and not report.earlier:
        lines.append(say["alone"])
    return "\n".join(lines) + "\n"


def sentence(finding: Finding, language: Language = "id") -> str:
    """One finding as a sentence."""
    details = {name: _shown(value, language) for name, value in finding.details.items()}
    if finding.seq is not None:
        details["seq"] = _number(finding.seq, language)
    for name in ("reason", "of"):
        if name in finding.details:
            known = REASONS[language]
            details[name] = known.get(str(finding.details[name]), known["flawed"])
    if "group" in finding.details:
        kind, _, _ = str(finding.details["group"]).partition(".")
        details["group"] = GROUPS[language].get(kind, details["group"])
    if "fields" in finding.details:
        details["fields"] = _fields(finding.details["fields"], language)
    is_stretch = finding.kind in STRETCHES[language] and finding.details.get("last") not in {None, finding.seq}
    pattern = (STRETCHES if is_stretch else SENTENCES)[language][finding.kind]
    if finding.kind is Kind.BACKDATED and finding.details["fields"]:
        pattern += FRAME[language]["also"]
    return pattern.format(**details)


def _facts(report: Report, language: Language) -> list[str]:
    say = FRAME[language]
    lines = [
        say["what"].format(title=harmless(report.title), origin=harmless(report.origin)),
        say["size"].format(
            size=_number(report.size, language), first=_moment(report.first_at), last=_moment(report.last_at)
        ),
        say["root"].format(root=report.root),
        say["key_given" if report.is_key_given else "key_claimed"].format(key=harmless(report.vkey)),
    ]
    counts = [("openings", report.openings), ("erased", report.erased), ("withheld", report.withheld)]
    lines += [say[name].format(count=_number(count, language)) for name, count in counts if count]
    return lines


def harmless(text: str) -> str:
    """A text from outside as one short line that cannot steer a terminal or turn its direction."""
    shown = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text[:_LONGEST])
    return shown + ("…" if len(text) > _LONGEST else "")


def _shown(value: Any, language: Language) -> str:
    if isinstance(value, int):
        return _number(value, language)
    return _moment(harmless(str(value)))


def _fields(names: list[str], language: Language) -> str:
    known = FIELDS[language]
    shown = []
    for name in names:
        group, _, key = name.partition(".")
        word = known.get(name) or known.get(group) or harmless(name)
        shown.append(f"{word} ({harmless(key)})" if key and group in known else word)
    return ", ".join(shown[:12])


def _number(value: int, language: Language) -> str:
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if language == "id" else grouped


def _moment(text: str) -> str:
    """`2026-11-24T09:12:00.000000Z` as a reader likes it."""
    if len(text) == 27 and text[10] == "T" and text[26] == "Z":
        return f"{text[:10]} {text[11:19]} UTC"
    return text
