"""The columns of a register as a file: what leaves here under these names is read back under the same names."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True)
class Column:
    """One column: the field it holds and its heading in both languages, whatever language the file was made in.

    A kept one (`is_kept`) is written only for those who may read it of that stakeholder: the team and its owner's party.
    Of a column that `holds_many` each cell holds several values, parted by semicolons.
    """

    name: str
    in_indonesian: str
    in_english: str
    is_kept: bool = False
    holds_many: bool = False
    width: int = 18

    @property
    def label(self) -> str:
        """The heading in the reader's language."""
        return self.in_english if get_language() == "en" else self.in_indonesian

    @property
    def labels(self) -> tuple[str, str]:
        return self.in_indonesian, self.in_english


COLUMNS = (
    Column("name", "Nama", "Name", width=36),
    Column("reference", "Nomor rujukan", "Reference"),
    Column("sector", "Sektor", "Sector"),
    Column("kind", "Jenis", "Kind"),
    Column("regions", "Wilayah", "Regions", holds_many=True, width=26),
    Column("interest", "Kepentingan", "Interest", width=44),
    Column("affected_how", "Cara terdampak", "How it is affected", width=44),
    Column("capabilities", "Keahlian", "Capabilities", holds_many=True, width=26),
    Column("tags", "Label", "Tags", holds_many=True),
    Column("position", "Sikap", "Position", is_kept=True, width=10),
    Column("wanted", "Pelibatan yang diinginkan", "Engagement wanted", width=22),
    Column("present", "Pelibatan saat ini", "Engagement now", width=22),
    Column("state", "Keadaan", "State", width=16),
    Column("notes", "Catatan", "Notes", is_kept=True, width=44),
    Column("owner", "Penanggung jawab hubungan", "Relationship owner", width=26),
    Column("source", "Sumber", "Source", width=36),
)
SEPARATOR = "; "


def column_named(name: str) -> Column:
    return next(column for column in COLUMNS if column.name == name)


def columns_open_to(*, may_read_kept: bool) -> tuple[Column, ...]:
    """The columns that a reader's file has."""
    return tuple(column for column in COLUMNS if may_read_kept or not column.is_kept)
