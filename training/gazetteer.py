"""Make src/beritasearch/language/data/regions.tsv from the list of Indonesia's regions.

    python training/gazetteer.py ../shared/data/regions.tsv

The source (cahyadsn/wilayah, MIT) holds code, name and level of every provinsi, kabupaten, kota
and kecamatan, a line each. Ours holds a kabupaten or kota a line, with its province and districts:
a sixth of the lines, so that it loads in a few milliseconds.
"""

import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src/beritasearch/language/data/regions.tsv"
JAKARTA = "31"
HEADER = """\
# Kabupaten and kota of Indonesia: province, name, kecamatan. Made by training/gazetteer.py from
# cahyadsn/wilayah (https://github.com/cahyadsn/wilayah), MIT licence, (c) cahya dsn: NOTICES.md.
"""
PROVINCES = {
    "Daerah Khusus Ibukota Jakarta": "DKI Jakarta",
    "Daerah Istimewa Yogyakarta": "DI Yogyakarta",
}
"""Names that no news text uses in full."""


def main(source: str) -> None:
    provinces: dict[str, str] = {}
    cities: dict[str, str] = {}
    districts: dict[str, list[str]] = {}
    for line in Path(source).read_text(encoding="utf-8").splitlines():
        code, name, level = (part.strip() for part in line.split("\t"))
        name = name.replace("Kep. ", "Kepulauan ").partition(" (")[0]
        if level == "provinsi":
            provinces[code] = PROVINCES.get(name, name)
        elif level == "kecamatan":
            districts[_city_code(code)].append(name)
        else:
            cities[_city_code(code)] = "DKI Jakarta" if code.startswith(JAKARTA) else name
            districts.setdefault(_city_code(code), [])
    lines = (
        "\t".join((provinces[code[:2]], city, "|".join(sorted(set(districts[code])))))
        for code, city in cities.items()
    )
    TARGET.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")


def _city_code(code: str) -> str:
    """Jakarta's parts are districts of one city, as news has it."""
    return JAKARTA if code.startswith(JAKARTA) else code[:5]


if __name__ == "__main__":
    main(sys.argv[1])
