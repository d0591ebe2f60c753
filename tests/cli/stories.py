"""A few articles, written for these tests."""

import json

STORIES = (
    {
        "id": "rob-kaliwungu",
        "title": "Banjir Rob Rendam Pasar Kaliwungu, Pedagang Pindah ke Terminal",
        "body": "Air laut naik sejak subuh dan merendam los ikan setinggi lutut. "
        "Pedagang memindahkan dagangan ke terminal lama. "
        'Camat Ratna Wulansari berharap tanggul darurat selesai sebelum "banjir" berikutnya.',
        "published": "2024-02-11",
        "cities": ["Kabupaten Kendal"],
        "persons": ["Ratna Wulansari", "Darmo Setiyanto"],
        "outlet": "Kabar Pesisir",
        "author": "Nita",
        "url": "https://kabarpesisir.example/rob-kaliwungu",
    },
    {
        "id": "banjir-genuk",
        "title": "Genuk Kembali Tergenang, Sekolah Diliburkan",
        "body": "Banjir setinggi paha menutup jalan utama Genuk pada Senin pagi. "
        "Dinas pendidikan meliburkan empat sekolah dan mengantisipasi hujan susulan.",
        "published": "2024-03-18T07:30:00+07:00",
        "cities": ["Kota Semarang", "Kabupaten Demak"],
        "persons": ["Bambang Hartadi"],
        "outlet": "Kabar Pesisir",
    },
    {
        "id": "apel-siaga",
        "title": "Polres Gelar Apel Siaga Jelang Pilkada",
        "body": "Kapolres meminta anggotanya menjaga gangguan kamtibmas sekecil apa pun. "
        "Antisipasi dimulai dari pos ronda tiap desa.",
        "published": "2023-11-02",
        "cities": ["Kota Surakarta"],
        "persons": ["Yudi Prakosa"],
        "outlet": "Solo Pagi",
    },
    {
        "id": "cabai-pati",
        "title": "Harga Cabai di Pati Turun Tajam",
        "body": "Petani mengeluh karena harga cabai rawit jatuh di bawah ongkos petik.",
        "cities": ["Kabupaten Pati"],
        "outlet": "Solo Pagi",
    },
    {
        "id": "=SUM(A1:A9)",
        "title": "-10 Derajat, Embun Upas Selimuti Dieng",
        "body": "Suhu turun dan embun membeku \x1b[31mmerah\x1b[0m di ladang kentang.",
        "published": "2024-07-30",
        "cities": ["Kabupaten Banjarnegara"],
    },
)


def as_jsonl(stories):
    return "".join(json.dumps(story, ensure_ascii=False) + "\n" for story in stories)
