"""Questions about notices: the inbox, the outbox of mail, the settings and hours of each reader, what a letter says."""

from mufakat.notices.queries.inbox import Counts, counts_of, notice_for, notices_of, own_data_of, unread_count
from mufakat.notices.queries.letters import (
    DIGEST,
    NOTICE,
    Letter,
    Stop,
    absolute,
    letter,
    stop_of,
    stop_url,
    subject_line,
)
from mufakat.notices.queries.outbox import TRIES, Outbox, addressee_of, due_mails, outbox, pause_after
from mufakat.notices.queries.schedule import (
    for_digest,
    is_digest_due,
    latest_slot,
    next_digest_at,
    next_slot,
    preference_of,
    readers_with_news,
)

__all__ = [
    "DIGEST",
    "NOTICE",
    "TRIES",
    "Counts",
    "Letter",
    "Outbox",
    "Stop",
    "absolute",
    "addressee_of",
    "counts_of",
    "due_mails",
    "for_digest",
    "is_digest_due",
    "latest_slot",
    "letter",
    "next_digest_at",
    "next_slot",
    "notice_for",
    "notices_of",
    "outbox",
    "own_data_of",
    "pause_after",
    "preference_of",
    "readers_with_news",
    "stop_of",
    "stop_url",
    "subject_line",
    "unread_count",
]
