"""Who is in the demonstration's register beside the real partners: invented, so that every picture has something to say."""

from __future__ import annotations

from dataclasses import dataclass

RESEARCH, CONTENT, MEDIA, TEACHING = "riset dan data", "produksi konten", "jangkauan media", "pelatihan dan pengajaran"
NETWORKS, RULES, MONEY, TECHNOLOGY = "jaringan komunitas", "regulasi", "pendanaan", "teknologi"
FIELD, ACCESS = "layanan lapangan", "bahasa daerah dan aksesibilitas"
CAPABILITIES = (RESEARCH, CONTENT, MEDIA, TEACHING, NETWORKS, RULES, MONEY, TECHNOLOGY, FIELD, ACCESS)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody invented. `body` is the key of an organisation of the cast, or empty for one that the campaign only knows of."""

    key: str
    days: int
    interest: str
    can: tuple[str, ...] = ()
    state: str = "engaged"
    wanted: str = "involve"
    present: str = "involve"
    position: int | None = None
    name: str = ""
    sector: str = ""
    kind: str = ""
    is_group: bool = False
    proxy: str = ""
    affected: str = ""


REGISTER = (
    Known("kominfo", 33, "Warga yang aman dan cakap di dunia digital.", (RULES, MONEY), "committed", position=2),
    Known("pendidikan", 33, "Murid dan guru belajar aman berinternet.", (TEACHING, RULES), "committed", position=2),
    Known("literasi", 33, "Pengajar relawan di kampung.", (TEACHING, CONTENT), "committed", "collaborate", position=2),
    Known("kampus", 33, "Bukti tentang apa yang berhasil.", (RESEARCH,), position=1),
    Known("radio", 32, "Pendengar di rumah dan di pasar.", (MEDIA,), "committed", position=2),
    Known("jaringan", 32, "Pelanggan yang percaya pada internet.", (TECHNOLOGY, MONEY), wanted="collaborate", position=1),
    Known("emak", 31, "Keluarga yang tidak tertipu.", (NETWORKS,), position=2),
    Known("gawai", 31, "Nama baik merek.", (TECHNOLOGY,), position=0, present="inform"),
    Known("koran", 28, "Pembaca yang memeriksa kabar.", (MEDIA, CONTENT), "contacted", present="consult", position=1),
    Known("fintek", 28, "Pengguna yang tidak kena penipuan.", (MONEY,), "contacted", present="inform", position=-1),
    Known("bank", 27, "Nasabah baru di desa.", (MONEY,), "identified", "consult", "none"),
    Known("smk", 27, "Murid yang siap bekerja.", (TEACHING,), "identified", "consult", "none"),
    Known(
        "isyarat", 27, "Informasi yang dapat diikuti warga tuli.", (ACCESS,), "contacted", "collaborate", "consult",
        position=1, name="Rumah Isyarat Contoh", sector="masyarakat_sipil", kind="foundation",
    ),
    Known(
        "pasar", 39, "Pedagang kecil yang berjualan daring.", (TECHNOLOGY,), "identified", "consult", "none",
        name="Pasar Daring Contoh", sector="swasta", kind="company",
    ),
    Known(
        "guru", 26, "Bahan ajar yang siap dipakai.", (TEACHING,), "engaged", position=2,
        name="Forum Guru Contoh", sector="akademisi", kind="association",
    ),
    Known(
        "ojek", 25, "Penghasilan bergantung pada aplikasi.", (), "identified", "consult", "none", is_group=True,
        name="Pengemudi ojek daring Kota Contoh", sector="komunitas", proxy="emak",
        affected="Sering menjadi sasaran penipuan lewat pesan.",
    ),
    Known(
        "lansia", 25, "Ingin tetap terhubung dengan keluarga.", (), "identified", "involve", "none", is_group=True,
        name="Warga lanjut usia Kampung Contoh", sector="komunitas",
        affected="Paling sering kehilangan uang, paling jarang ditanya.",
    ),
)  # fmt: skip

# sector, capability, region, at least, weight, mandatory, why
REQUIREMENTS = (
    ("akademisi", RESEARCH, "", 1, 2, True, "Tanpa data, kita hanya menebak."),
    ("media", MEDIA, "", 1, 3, True, "Pesan harus sampai ke rumah."),
    ("pemerintah", RULES, "", 1, 1, True, "Aturan sekolah dan layanan publik."),
    ("", ACCESS, "31", 1, 2, True, "Warga tuli dan penutur bahasa daerah ikut serta."),
    ("komunitas", FIELD, "", 2, 2, True, "Harus ada yang bertemu warga di kampung."),
    ("swasta", MONEY, "", 2, 1, False, "Biaya cetak dan siaran."),
)
WAIVED = ("swasta", MONEY, "Dana tahun pertama sudah cukup; kami cari penyandang kedua tahun depan.")

# name, region whose population is taken (or the number itself), source, who speaks for it
GROUPS = (
    ("Warga DKI Jakarta", "31", "", ("emak", "literasi", "radio")),
    ("Warga Jawa Barat", "32", "", ("kampus", "ojek")),
    ("Warga Banten", "36", "", ()),
    ("Warga lanjut usia Kota Contoh", "120000", "Angka contoh untuk peragaan, bukan data.", ("lansia",)),
)

# whom, by whom, how many days ago, power interest legitimacy urgency, why
ASSESSMENTS = (
    ("jaringan", "ratna", 24, "4343", "Mengelola jaringan yang dipakai warga."),
    ("jaringan", "sari", 23, "5232", "Kuat, tetapi belum hadir di kampung."),
    ("jaringan", "rian", 22, "4242", "Besar, dan sering menunda."),
    ("jaringan", "sari", 6, "5443", "Sejak menyumbang data, mereka sungguh terlibat."),
    ("kampus", "ratna", 24, "2542", "Peneliti yang rajin."),
    ("kampus", "sari", 23, "2453", "Memberi dasar bagi pesan kami."),
    ("emak", "ratna", 24, "1535", "Dekat dengan korban penipuan."),
    ("emak", "sari", 23, "3555", "Menggerakkan ratusan keluarga."),
    ("emak", "rian", 22, "4554", "Pendengar kami mengikuti mereka."),
    ("radio", "ratna", 24, "3443", "Didengar di pasar."),
    ("radio", "sari", 23, "4452", "Pesan kami paling jauh lewat radio."),
    ("literasi", "ratna", 24, "3554", "Pengajar relawan terbanyak."),
    ("literasi", "rian", 22, "3453", "Selalu hadir."),
    ("koran", "ratna", 20, "4232", "Pembaca setia, ruang terbatas."),
    ("koran", "rian", 20, "2232", "Oplahnya turun."),
    ("bank", "ratna", 20, "5211", "Modal besar, belum tertarik."),
    ("bank", "sari", 19, "4121", "Belum pernah menjawab kami."),
    ("fintek", "sari", 19, "4415", "Penipuan memakai nama mereka, mereka mendesak."),
    ("fintek", "rian", 19, "4225", "Ingin cepat, belum dipercaya."),
    ("isyarat", "sari", 18, "1554", "Suara yang tidak diwakili siapa pun."),
    ("isyarat", "ratna", 18, "1353", "Sah dan mendesak, tanpa kekuasaan."),
    ("smk", "ratna", 18, "2221", "Belum jelas perannya."),
    ("lansia", "sari", 17, "1545", "Paling terdampak."),
    ("lansia", "rian", 17, "1354", "Mendengar kami setiap pagi."),
)

# from, to, kind, strength, one way only, where it is known from
TIES = (
    ("kominfo", "pendidikan", "cooperation", 5, False, "Surat kerja sama contoh"),
    ("kominfo", "jaringan", "regulation", 4, True, "Wawancara contoh"),
    ("kominfo", "kampus", "funding", 3, True, "Laporan tahunan contoh"),
    ("kampus", "pendidikan", "data", 4, True, "Wawancara contoh"),
    ("kampus", "guru", "cooperation", 3, False, "Daftar hadir contoh"),
    ("pendidikan", "guru", "cooperation", 5, False, "Daftar hadir contoh"),
    ("pendidikan", "smk", "regulation", 4, True, "Surat contoh"),
    ("guru", "smk", "cooperation", 3, False, "Daftar hadir contoh"),
    ("jaringan", "kampus", "data", 2, True, "Wawancara contoh"),
    ("jaringan", "bank", "cooperation", 2, False, "Berita contoh"),
    ("bank", "fintek", "conflict", 3, False, "Berita contoh"),
    ("jaringan", "fintek", "cooperation", 2, False, "Berita contoh"),
    ("kominfo", "literasi", "cooperation", 4, False, "Surat kerja sama contoh"),
    ("literasi", "emak", "cooperation", 5, False, "Wawancara contoh"),
    ("literasi", "radio", "cooperation", 4, False, "Wawancara contoh"),
    ("literasi", "isyarat", "cooperation", 2, False, "Daftar hadir contoh"),
    ("radio", "emak", "cooperation", 4, False, "Jadwal siaran contoh"),
    ("radio", "koran", "conflict", 2, False, "Wawancara contoh"),
    ("koran", "literasi", "data", 2, True, "Wawancara contoh"),
    ("emak", "ojek", "cooperation", 4, False, "Wawancara contoh"),
    ("emak", "lansia", "cooperation", 3, False, "Wawancara contoh"),
    ("isyarat", "lansia", "cooperation", 2, False, "Wawancara contoh"),
)

# with whom, by whom, how many days ago, kind, what was said, what comes next
TALKS = (
    ("koran", "ratna", 14, "meeting", "Tertarik menulis seri periksa kabar.", "Kirim jadwal tulisan"),
    ("isyarat", "ratna", 11, "call", "Bersedia menjadi juru bahasa isyarat.", "Undang secara resmi"),
    ("fintek", "ratna", 8, "letter", "Menunggu musyawarah anggota.", "Tanya lagi bulan depan"),
    ("jaringan", "maria", 7, "message", "Data lalu lintas siap dibagi.", "Sepakati cara membagi data"),
)

# key, by whom, how many days ago, name, sector, capability, why, state, answered so many days ago, answer
NOMINATIONS = (
    (
        "pustaka", "sari", 13, "Perpustakaan Desa Contoh Maju", "komunitas", FIELD,
        "Menjangkau keluarga yang tidak terjangkau poster.", "invited", 5, "Terima kasih, undangannya segera dikirim.",
    ),
    (
        "koran", "rian", 12, "Suara Contoh", "media", MEDIA,
        "Tulisannya dibaca kepala sekolah.", "known", 9, "Sudah kami hubungi; namanya Harian Suara Contoh.",
    ),
    (
        "", "maria", 10, "Klub Permainan Daring Contoh", "swasta", TECHNOLOGY,
        "Anak muda ada di sana.", "declined", 8, "Sasaran tahun ini keluarga; kami buka lagi tahun depan.",
    ),
    (
        "", "tuti", 3, "Kader Posyandu Contoh", "komunitas", FIELD,
        "Mereka mengetuk setiap pintu, dan dipercaya para ibu.", "", 0, "",
    ),
    (
        "", "arif", 2, "Pusat Bahasa Daerah Contoh", "akademisi", ACCESS,
        "Survei dan pesan perlu bahasa yang dipakai di rumah.", "", 0, "",
    ),
)  # fmt: skip
