"""Many rows in one go: their statement and values are made ready before the transaction, so that it holds up nobody for long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import AutoField, Field, Model, sql
from django.db.models.constants import OnConflict


@dataclass(frozen=True)
class Statement:
    """An INSERT as Django writes it for one row, and the values of all."""

    text: str
    rows: Sequence[tuple[Any, ...]]

    def write(self) -> None:
        if self.rows:
            with connection.cursor() as cursor:
                cursor.executemany(self.text, self.rows)


def _fields_of(model: type[Model]) -> list[Field[Any, Any]]:
    return [field for field in model._meta.local_concrete_fields if not isinstance(field, AutoField)]


def insert_of(objects: Sequence[Model], *, update: Sequence[str] = ()) -> Statement:
    """With `update`, rows that are there already are changed in these fields."""
    if not objects:
        return Statement("", ())
    model = type(objects[0])
    fields = _fields_of(model)
    query = sql.InsertQuery(
        model,
        on_conflict=OnConflict.UPDATE if update else None,
        update_fields=[model._meta.get_field(name.removesuffix("_id")) for name in update],
        unique_fields=[model._meta.pk] if update else [],
    )
    query.insert_values(fields, [objects[0]])
    text = str(query.get_compiler(connection=connection).as_sql()[0][0])
    rows = [tuple(f.get_db_prep_save(getattr(o, f.attname), connection) for f in fields) for o in objects]
    return Statement(text, rows)


def links_of(through: Any, names: tuple[str, str], pairs: Iterable[tuple[Any, Any]]) -> Statement:
    """Rows of a table between two others, without making an object of each."""
    listed = list(pairs)
    if not listed:
        return Statement("", ())
    a, b = (through._meta.get_field(name) for name in names)
    query = sql.InsertQuery(through)
    query.insert_values([a, b], [through(**{a.attname: listed[0][0], b.attname: listed[0][1]})])
    text = str(query.get_compiler(connection=connection).as_sql()[0][0])
    rows = [(a.get_db_prep_save(one, connection), b.get_db_prep_save(other, connection)) for one, other in listed]
    return Statement(text, rows)
