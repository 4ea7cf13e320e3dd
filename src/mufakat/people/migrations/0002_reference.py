"""The six sectors of society and the provinces of Indonesia, each with the days on which it was so."""

import csv
from pathlib import Path

from django.db import migrations

PROVINCES = Path(__file__).resolve().parent.parent / "reference" / "provinces.csv"
COUNTRY = {"code": "00", "name": "Indonesia", "level": "country", "valid_from": "1945-08-17"}
SECTORS = [
    # code, Indonesian, English, colour, shape, may host a campaign
    ("pemerintah", "Pemerintah", "Government", "gov", "pentagon", True),
    ("swasta", "Swasta", "Private sector", "private", "hexagon", False),
    ("akademisi", "Akademisi", "Academia", "academia", "triangle", False),
    ("masyarakat_sipil", "Masyarakat sipil", "Civil society", "civil", "circle", False),
    ("media", "Media", "Media", "media", "diamond", False),
    ("komunitas", "Masyarakat umum", "Community and public", "public", "square", False),
]


def _provinces():
    with PROVINCES.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def seed_sectors(apps, schema_editor):
    Sector = apps.get_model("people", "Sector")
    Sector.objects.bulk_create(
        Sector(code=code, name_id=name_id, name_en=name_en, tone=tone, shape=shape, place=place, may_convene=may_convene)
        for place, (code, name_id, name_en, tone, shape, may_convene) in enumerate(SECTORS, start=1)
    )


def seed_regions(apps, schema_editor):
    Region = apps.get_model("people", "Region")
    country = Region.objects.create(**COUNTRY)
    rows = _provinces()
    made = {}
    for row in rows:
        made[row["code"], row["valid_from"]] = Region.objects.create(
            code=row["code"],
            name=row["name"],
            level="province",
            parent=country,
            population=int(row["population"]) if row["population"] else None,
            valid_from=row["valid_from"],
            valid_to=row["valid_to"] or None,
        )
    newest = {code: region for (code, _), region in sorted(made.items())}
    for row in rows:
        made[row["code"], row["valid_from"]].successors.set(newest[code] for code in row["successors"].split())


def remove_sectors(apps, schema_editor):
    apps.get_model("people", "Sector").objects.filter(code__in=[row[0] for row in SECTORS]).delete()


def remove_regions(apps, schema_editor):
    Region = apps.get_model("people", "Region")
    for row in _provinces():
        Region.objects.filter(code=row["code"], valid_from=row["valid_from"]).delete()
    Region.objects.filter(code=COUNTRY["code"], valid_from=COUNTRY["valid_from"]).delete()


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.RunPython(seed_sectors, remove_sectors),
        migrations.RunPython(seed_regions, remove_regions),
    ]
