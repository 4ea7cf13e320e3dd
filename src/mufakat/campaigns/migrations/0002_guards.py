"""Triggers by which the database itself keeps the rules of the table, on SQLite and on PostgreSQL.

Constraints look at one row; these look at a row and what it belongs to, or at what it was before: whom a seat belongs to,
what an invitation offered, that an ending is final, that the host stays.

SQLite forgets the triggers of a table that a later migration remakes. Such a migration calls `lift` before and `place` after.
"""

from django.db import migrations


def _changes(*columns):
    return " OR ".join(f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in columns)


_RANK = "CASE {}.visibility WHEN 'draft' THEN 0 WHEN 'parties' THEN 1 ELSE 2 END"

# guard -> (event and table, when it refuses, what it says)
GUARDS = {
    "campaigns_campaign_fixed": (
        "UPDATE ON campaigns_campaign",
        _changes("id", "host_id", "log_id", "opened_at", "is_example"),
        "a campaign keeps its host and its log",
    ),
    "campaigns_campaign_widens": (
        "UPDATE ON campaigns_campaign",
        f"{_RANK.format('NEW')} < {_RANK.format('OLD')}",
        "what others have seen is not hidden again",
    ),
    "campaigns_campaign_onwards": (
        "UPDATE ON campaigns_campaign",
        "NEW.version < OLD.version OR (OLD.discarded_at IS NOT NULL AND NEW.discarded_at IS DISTINCT FROM OLD.discarded_at)",
        "a discarded draft does not come back",
    ),
    "campaigns_party_fixed": (
        "UPDATE ON campaigns_party",
        _changes("id", "campaign_id", "organisation_id", "joined_at"),
        "a party keeps its campaign and organisation",
    ),
    "campaigns_party_left": (
        "UPDATE ON campaigns_party",
        "OLD.left_at IS NOT NULL AND NEW.left_at IS DISTINCT FROM OLD.left_at",
        "a party that left comes back as a new party",
    ),
    "campaigns_party_host_stays": (
        "UPDATE ON campaigns_party",
        "NEW.left_at IS NOT NULL AND EXISTS (SELECT 1 FROM campaigns_campaign c"
        " WHERE c.id = NEW.campaign_id AND c.host_id = NEW.organisation_id)",
        "the host stays",
    ),
    "campaigns_seat_place": (
        "INSERT ON campaigns_seat",
        "NEW.party_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM campaigns_party p"
        " WHERE p.id = NEW.party_id AND p.campaign_id = NEW.campaign_id AND p.left_at IS NULL)",
        "a seat belongs to a party at the table of its own campaign",
    ),
    "campaigns_seat_delegated": (
        "INSERT ON campaigns_seat",
        "NEW.delegated_by_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM campaigns_seat d"
        " WHERE d.id = NEW.delegated_by_id AND d.campaign_id = NEW.campaign_id AND d.party_id = NEW.party_id"
        " AND d.role = NEW.role AND d.delegated_by_id IS NULL AND d.ended_at IS NULL"
        " AND (d.ends_on IS NULL OR NEW.ends_on <= d.ends_on) AND (d.may_sign OR NOT NEW.may_sign))",
        "a delegation lends an open seat of the same party, no more than it is and no longer than it lasts",
    ),
    "campaigns_seat_fixed": (
        "UPDATE ON campaigns_seat",
        _changes(
            "id",
            "campaign_id",
            "party_id",
            "person_id",
            "role",
            "may_sign",
            "delegated_by_id",
            "starts_on",
            "ends_on",
            "taken_at",
        ),
        "a seat keeps its holder, party and role",
    ),
    "campaigns_seat_ended": (
        "UPDATE ON campaigns_seat",
        "OLD.ended_at IS NOT NULL AND (" + _changes("ended_at", "ending") + ")",
        "a seat that ended stays ended",
    ),
    "campaigns_seat_mandate": (
        "UPDATE ON campaigns_seat",
        "NEW.mandate_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM campaigns_mandate m"
        " WHERE m.id = NEW.mandate_id AND m.campaign_id = NEW.campaign_id AND m.seat_id = NEW.id)",
        "a mandate is of this seat",
    ),
    "campaigns_mandate_fixed": (
        "UPDATE ON campaigns_mandate",
        _changes("id", "campaign_id", "seat_id", "sha256", "size", "media_type", "added_at")
        + " OR (OLD.removed_at IS NOT NULL AND NEW.removed_at IS DISTINCT FROM OLD.removed_at)",
        "a mandate document is not exchanged",
    ),
    "campaigns_invitation_place": (
        "INSERT ON campaigns_invitation",
        "EXISTS (SELECT 1 FROM campaigns_seat s WHERE s.id IN (NEW.invited_by_id, NEW.replaces_id, NEW.delegates_id)"
        " AND s.campaign_id <> NEW.campaign_id)"
        " OR EXISTS (SELECT 1 FROM campaigns_seat s WHERE s.id IN (NEW.replaces_id, NEW.delegates_id)"
        " AND (s.role <> NEW.role OR s.delegated_by_id IS NOT NULL))"
        " OR (NEW.delegates_id IS NOT NULL AND NEW.delegates_id <> NEW.invited_by_id)",
        "an invitation stays within its campaign, and passes on a seat as it is",
    ),
    "campaigns_invitation_fixed": (
        "UPDATE ON campaigns_invitation",
        _changes(
            "id",
            "campaign_id",
            "organisation_id",
            "role",
            "may_sign",
            "replaces_id",
            "delegates_id",
            "ends_on",
            "invited_by_id",
        ),
        "what was offered is not changed",
    ),
    "campaigns_invitation_final": (
        "UPDATE ON campaigns_invitation",
        "(OLD.state IN ('accepted', 'declined', 'revoked') AND NEW.state <> OLD.state)"
        " OR (OLD.state = 'expired' AND NEW.state NOT IN ('expired', 'open'))"
        " OR (OLD.state = 'expired' AND NEW.state = 'open' AND NEW.digest = OLD.digest)",
        "an answer is final, and an expired link is not revived",
    ),
    "campaigns_invitation_seat": (
        "UPDATE ON campaigns_invitation",
        "NEW.seat_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM campaigns_seat s"
        " WHERE s.id = NEW.seat_id AND s.campaign_id = NEW.campaign_id AND s.role = NEW.role)",
        "an invitation is accepted with the seat it offered",
    ),
}


def place(apps, schema_editor):
    for name, (event, refuses, words) in GUARDS.items():
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} WHEN {refuses}"
                f" BEGIN SELECT RAISE(ABORT, 'campaigns: {words}'); END"
            )
        else:
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF ({refuses}) THEN"
                f" RAISE EXCEPTION 'campaigns: {words}' USING ERRCODE = 'integrity_constraint_violation';"
                f" END IF; RETURN NEW; END $guard$"
            )
            schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {event} FOR EACH ROW EXECUTE FUNCTION {name}()")


def lift(apps, schema_editor):
    for name in GUARDS:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_initial")]

    operations = [migrations.RunPython(place, lift, elidable=False)]
