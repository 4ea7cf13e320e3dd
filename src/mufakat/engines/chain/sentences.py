"""The sentences of a report, in English and Indonesian."""

from __future__ import annotations

from typing import Final

from mufakat.engines.chain.findings import Kind

FRAME: Final[dict[str, dict[str, str]]] = {
    "en": {
        "ok": "The record verifies.",
        "not_ok": "The record does NOT verify.",
        "not_read": "The file could not be judged.",
        "what": "Record: {title} ({origin})",
        "size": "Entries: {size}, from {first} to {last}",
        "root": "Root: {root}",
        "key_given": "Key (the one you gave): {key}",
        "key_claimed": "Key (as the file itself claims; compare it with the one other parties know): {key}",
        "openings": "Statements that match what was recorded: {count}",
        "erased": "Statements about persons that were erased, each by a recorded act: {count}",
        "withheld": "Statements that this copy leaves out for its reader: {count}",
        "agrees_record": "The {size} entries of the earlier copy are all still there, unchanged and in the same order.",
        "agrees_checkpoint": "The first {size} entries are exactly those of the earlier checkpoint.",
        "agrees_proof": "The first {size} entries are exactly those of the proof's checkpoint, and its entry is unchanged.",
        "entry_kept": "Entry {seq}, the one of the proof, is itself unchanged.",
        "entry_not_kept": "Entry {seq}, the one of the proof, is not the one that was proven.",
        "more": "- ... and {count} more.",
        "alone": (
            "This shows that the file is whole and sealed. That the record was never rebuilt as a whole shows only a comparison "
            "with what you or another party kept (--against)."
        ),
        "also": " Also different: {fields}.",
    },
    "id": {
        "ok": "Catatan ini terverifikasi.",
        "not_ok": "Catatan ini TIDAK terverifikasi.",
        "not_read": "Berkas ini tidak dapat dinilai.",
        "what": "Catatan: {title} ({origin})",
        "size": "Entri: {size}, dari {first} sampai {last}",
        "root": "Akar: {root}",
        "key_given": "Kunci (yang Anda berikan): {key}",
        "key_claimed": "Kunci (menurut berkas itu sendiri; bandingkan dengan yang diketahui pihak lain): {key}",
        "openings": "Isi entri yang sesuai dengan yang dicatat: {count}",
        "erased": "Isi entri tentang orang yang telah dihapus, masing-masing dengan tindakan yang tercatat: {count}",
        "withheld": "Isi entri yang tidak disertakan dalam salinan ini bagi pembacanya: {count}",
        "agrees_record": "Semua {size} entri dari salinan terdahulu masih ada, tidak berubah, dan urutannya sama.",
        "agrees_checkpoint": "{size} entri pertama persis sama dengan yang disegel terdahulu.",
        "agrees_proof": "{size} entri pertama persis sama dengan segel pada bukti, dan entri yang dibuktikan tidak berubah.",
        "entry_kept": "Entri {seq}, yang dibuktikan, tidak berubah.",
        "entry_not_kept": "Entri {seq} bukan lagi entri yang dibuktikan.",
        "more": "- ... dan {count} temuan lagi.",
        "alone": (
            "Ini menunjukkan bahwa berkas utuh dan tersegel. Bahwa catatan tidak pernah disusun ulang seluruhnya hanya dapat "
            "ditunjukkan dengan membandingkannya dengan yang Anda atau pihak lain simpan (--against)."
        ),
        "also": " Yang juga berbeda: {fields}.",
    },
}

SENTENCES: Final[dict[str, dict[Kind, str]]] = {
    "en": {
        Kind.UNREADABLE: "{of}: {reason}.",
        Kind.BROKEN_LINE: "Line {line} is broken: {reason}.",
        Kind.ENCODING: "Line {line} is not UTF-8 text.",
        Kind.NOT_CANONICAL: "Line {line} is not spelled in the one canonical way.",
        Kind.REMOVED: "Entry {seq} was removed.",
        Kind.REPEATED: "Entry {seq} comes a second time (line {line}).",
        Kind.INSERTED: "An entry was inserted as number {seq}.",
        Kind.REORDERED: "Entry {seq} was moved.",
        Kind.ALTERED: "Entry {seq} was altered: {fields}.",
        Kind.BACKDATED: "Entry {seq} was backdated: from {before} to {at}.",
        Kind.TIME_BACKWARDS: "Time runs backwards at entry {seq}: {at}, after {before}.",
        Kind.COMMITMENT: "Entry {seq}: the statement ({group}) is not the one that was recorded.",
        Kind.UNCOMMITTED: "Entry {seq}: a statement ({group}) was added that was never recorded.",
        Kind.ERASED_SILENTLY: "Entry {seq}: a statement ({group}) is gone, and no recorded act erased it.",
        Kind.ROOT: "The seal is over {size} other entries: at least one was altered, which one the file alone cannot tell.",
        Kind.SIZE: "The seal is over {size} entries, but {of} says {had}.",
        Kind.TRUNCATED: "The record ends after {size} entries; {had} existed. The end was cut off, or this is an older copy.",
        Kind.UNSEALED: "The file has no valid seal: {reason}.",
        Kind.SIGNATURE: "The signature of {key} does not fit what it is said to sign.",
        Kind.OTHER_KEY: "Signed or claimed with another key, {key}; expected: {expected}.",
        Kind.OTHER_LOG: "This is another log, {origin}; expected: {expected}.",
        Kind.RESEALED: (
            "The log's key signed two histories that contradict each other: the first {size} entries were rebuilt and sealed "
            "again. Keep both files: together they prove it."
        ),
        Kind.REWRITTEN: "The first {size} entries are not those that were sealed before.",
        Kind.SPLIT_VIEW: (
            "The log's key signed two different records of {size} entries: different parties are shown different histories. Keep "
            "both files: together they prove it."
        ),
        Kind.WITHIN: "The difference lies at entry {seq}.",
        Kind.EARLIER_BROKEN: "What you compare with is itself not in order: {reason}.",
    },
    "id": {
        Kind.UNREADABLE: "{of}: {reason}.",
        Kind.BROKEN_LINE: "Baris {line} rusak: {reason}.",
        Kind.ENCODING: "Baris {line} bukan teks UTF-8.",
        Kind.NOT_CANONICAL: "Baris {line} tidak ditulis dalam satu-satunya bentuk baku.",
        Kind.REMOVED: "Entri {seq} dihilangkan.",
        Kind.REPEATED: "Entri {seq} muncul untuk kedua kalinya (baris {line}).",
        Kind.INSERTED: "Sebuah entri disisipkan sebagai nomor {seq}.",
        Kind.REORDERED: "Entri {seq} dipindahkan.",
        Kind.ALTERED: "Entri {seq} diubah: {fields}.",
        Kind.BACKDATED: "Tanggal entri {seq} dimundurkan: dari {before} menjadi {at}.",
        Kind.TIME_BACKWARDS: "Waktu berjalan mundur pada entri {seq}: {at}, setelah {before}.",
        Kind.COMMITMENT: "Entri {seq}: isinya ({group}) bukan yang dicatat.",
        Kind.UNCOMMITTED: "Entri {seq}: ada isi ({group}) yang ditambahkan padahal tidak pernah dicatat.",
        Kind.ERASED_SILENTLY: "Entri {seq}: isinya ({group}) hilang tanpa tindakan penghapusan yang tercatat.",
        Kind.ROOT: (
            "Segel ini untuk {size} entri yang lain: sedikitnya satu entri diubah; yang mana, tidak dapat diketahui dari "
            "berkas ini saja."
        ),
        Kind.SIZE: "Segel mencakup {size} entri, tetapi {of} menyebut {had}.",
        Kind.TRUNCATED: (
            "Catatan berakhir setelah {size} entri, padahal pernah ada {had}. Bagian akhirnya dipotong, atau ini salinan "
            "yang lebih lama."
        ),
        Kind.UNSEALED: "Berkas tidak memiliki segel yang sah: {reason}.",
        Kind.SIGNATURE: "Tanda tangan {key} tidak cocok dengan isi yang dikatakan ditandatanganinya.",
        Kind.OTHER_KEY: "Ditandatangani atau diaku dengan kunci lain, {key}; seharusnya: {expected}.",
        Kind.OTHER_LOG: "Ini catatan lain, {origin}; seharusnya: {expected}.",
        Kind.RESEALED: (
            "Kunci catatan menandatangani dua riwayat yang saling bertentangan: {size} entri pertama disusun ulang dan disegel "
            "kembali. Simpan kedua berkas: keduanya bersama-sama menjadi bukti."
        ),
        Kind.REWRITTEN: "{size} entri pertama bukan yang disegel terdahulu.",
        Kind.SPLIT_VIEW: (
            "Kunci catatan menandatangani dua catatan berbeda dengan {size} entri: pihak yang berbeda diperlihatkan riwayat yang "
            "berbeda. Simpan kedua berkas: keduanya bersama-sama menjadi bukti."
        ),
        Kind.WITHIN: "Perbedaannya ada pada entri {seq}.",
        Kind.EARLIER_BROKEN: "Yang Anda jadikan pembanding sendiri bermasalah: {reason}.",
    },
}

STRETCHES: Final[dict[str, dict[Kind, str]]] = {
    "en": {
        Kind.REMOVED: "Entries {seq} to {last} were removed.",
        Kind.INSERTED: "Entries were inserted as numbers {seq} to {last}.",
        Kind.WITHIN: "The difference lies among entries {seq} to {last}.",
    },
    "id": {
        Kind.REMOVED: "Entri {seq} sampai {last} dihilangkan.",
        Kind.INSERTED: "Beberapa entri disisipkan sebagai nomor {seq} sampai {last}.",
        Kind.WITHIN: "Perbedaannya ada di antara entri {seq} dan {last}.",
    },
}

REASONS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "file": "The file",
        "earlier": "What you compare with",
        "entries": "the file",
        "first_line": "its first line",
        "header": "the first line is not the header of a record file of this version",
        "missing": "there is no file at this place",
        "access": "it cannot be opened or read",
        "empty": "it is empty",
        "binary": "it is something else than a record file (binary content)",
        "encoding": "it is not UTF-8 text; another program may have saved it anew, so download it again",
        "newlines": "another program has changed its line ends (CRLF), so download it again",
        "gzip": "the compressed file is cut off or damaged",
        "proof": "it is a proof; give it with --against, and the record file first",
        "kept": "it is neither a record file nor a checkpoint nor a proof",
        "long": "it is longer than 4 MB",
        "shape": "it is not an entry with its openings",
        "malformed": "the text at the end is not a signed checkpoint",
        "key": "the key that the file names is not a key",
        "path": "the proof does not lead to its own checkpoint",
        "signature": "its signature does not verify",
        "other_key": "it is signed with another key",
        "unsealed": "it has no valid seal",
        "flawed": "it does not verify",
    },
    "id": {
        "file": "Berkas",
        "earlier": "Pembanding",
        "entries": "berkas",
        "first_line": "baris pertamanya",
        "header": "baris pertama bukan kepala berkas catatan versi ini",
        "missing": "tidak ditemukan",
        "access": "tidak dapat dibuka atau dibaca",
        "empty": "kosong",
        "binary": "bukan berkas catatan (isinya biner)",
        "encoding": "bukan teks UTF-8; mungkin disimpan ulang oleh program lain, jadi unduhlah kembali",
        "newlines": "akhir barisnya diubah oleh program lain (CRLF), jadi unduhlah kembali",
        "gzip": "berkas terkompresi terpotong atau rusak",
        "proof": "ini bukti; berikan dengan --against, dan berkas catatan lebih dahulu",
        "kept": "bukan berkas catatan, bukan segel, dan bukan bukti",
        "long": "lebih panjang dari 4 MB",
        "shape": "bukan entri beserta isinya",
        "malformed": "teks di akhir bukan segel yang ditandatangani",
        "key": "kunci yang disebut berkas bukan kunci",
        "path": "buktinya tidak menuju segelnya sendiri",
        "signature": "tanda tangannya tidak cocok",
        "other_key": "ditandatangani dengan kunci lain",
        "unsealed": "tidak memiliki segel yang sah",
        "flawed": "tidak terverifikasi",
    },
}

FIELDS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "at": "time",
        "by": "actor",
        "verb": "act",
        "object": "object",
        "open": "statement",
        "personal": "statement about a person",
        "line": "the whole line",
    },
    "id": {
        "at": "waktu",
        "by": "pelaku",
        "verb": "tindakan",
        "object": "objek",
        "open": "isi",
        "personal": "isi tentang orang",
        "line": "seluruh baris",
    },
}

GROUPS: Final[dict[str, dict[str, str]]] = {
    "en": {"open": "open to all readers", "personal": "about a person"},
    "id": {"open": "terbuka bagi semua pembaca", "personal": "tentang orang"},
}
