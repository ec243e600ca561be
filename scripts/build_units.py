"""Builds the dated table of units, `extractors/lexicon/units.csv`, from a wheel of the package vietnamadminunits (MIT).

    pip download --no-deps -d DIR vietnamadminunits==1.0.4
    python scripts/build_units.py DIR/vietnamadminunits-1.0.4-py3-none-any.whl

The wheel is only read, as a ZIP archive: nothing in it is installed or run. It lists the units of 30 June 2025 (63
provinces, 696 districts) and of 1 July 2025 (34 provinces), and says of which old communes each new one was made.
What ended or began before is added from the two tables beside this script, each row with the act it follows from.
The same wheel gives the same bytes.

The days: the provinces were merged, and their new communes began, on 1 July 2025 (Nghị quyết 202/2025/QH15 and the
resolutions on each province's communes); the districts ended with 30 June 2025 (Luật Tổ chức chính quyền địa phương
72/2025/QH15). A province that was not merged goes on under its row.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
import tempfile
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
TABLE = HERE.parent / "extractors" / "lexicon" / "units.csv"
FOLDER = "vietnamadminunits/data"
REFORM = date(2025, 7, 1)
SUFFIX = "-2025"
"""Follows the official code of a unit that began with the reform: codes of ended units were given out again."""
LEVELS = ("province", "district", "commune")


@dataclass
class Row:
    code: str
    name: str
    level: str
    parent: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successors: set[str] = field(default_factory=set)

    def cells(self) -> list[str]:
        days = [day.isoformat() if day else "" for day in (self.valid_from, self.valid_to)]
        return [self.code, self.name, self.level, self.parent, *days, " ".join(sorted(self.successors))]


@dataclass
class Table:
    """The rows so far, and the package's own keys of units: of the old list and of the new one."""

    rows: dict[str, Row] = field(default_factory=dict)
    old: dict[tuple[str, ...], Row] = field(default_factory=dict)
    new: dict[tuple[str, ...], Row] = field(default_factory=dict)

    def put(self, row: Row) -> Row:
        if row.code in self.rows:
            raise ValueError(f"two units have the code {row.code}")
        self.rows[row.code] = row
        return row

    def named(self, parent: str, name: str) -> Row:
        """The unit of this name that is the province of this code or in it."""
        found = [row for row in self.rows.values() if row.name == name and parent in (row.parent, row.code)]
        found = [row for row in found if not row.code.startswith("x") and not row.code.endswith(SUFFIX)]
        if len(found) != 1:
            raise ValueError(f"{len(found)} units in {parent} are named {name}")
        return found[0]


def plain(name: str) -> str:
    """`Huyện An Biên` as the text of a plan has it, `huyện An Biên`."""
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    for kind in ("thành phố", "tỉnh", "quận", "huyện", "thị xã", "phường", "xã", "thị trấn", "đặc khu"):
        if name.lower().startswith(kind + " "):
            return kind + name[len(kind) :]
    raise ValueError(f"{name!r} begins with no kind of unit")


def main(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive, tempfile.TemporaryDirectory() as folder:
        mapping = json.loads(archive.read(f"{FOLDER}/converter_2025.json"))
        database = sqlite3.connect(archive.extract(f"{FOLDER}/dataset.db", folder))
        table = Table()
        add_old(table, database)
        add_new(table, database, mapping["DICT_PROVINCE"])
        database.close()
    add_successors(table, mapping)
    add_earlier(table)
    write(table, wheel.name)


def add_old(table: Table, database: sqlite3.Connection) -> None:
    """Provinces, districts and communes of 30 June 2025, each with that as its last day."""
    columns = "provinceKey, districtKey, wardKey, provinceCode, districtCode, wardCode, province, district, ward"
    last = REFORM - timedelta(days=1)
    for found in database.execute(f"select {columns} from admin_units_legacy"):  # noqa: S608 - our own words
        keys, codes, names = found[:3], found[3:6], found[6:]
        for depth, level in enumerate(LEVELS):
            key = tuple(keys[: depth + 1])
            if keys[depth] is None or key in table.old:
                continue
            parent = codes[depth - 1] if depth else ""
            table.old[key] = table.put(Row(codes[depth], plain(names[depth]), level, parent, valid_to=last))


def add_new(table: Table, database: sqlite3.Connection, merged: dict[str, list[str]]) -> None:
    """Provinces and communes of 1 July 2025. A province made of itself alone goes on."""
    columns = "provinceKey, wardKey, provinceCode, wardCode, province, ward"
    for province_key, key, province_code, code, province, name in database.execute(
        f"select {columns} from admin_units"  # noqa: S608 - our own words
    ):
        if (province_key,) not in table.new:
            table.new[province_key,] = new_province(table, merged[province_key], province_key, province_code, province)
        above = table.new[province_key,]
        row = Row(code + SUFFIX, plain(name), "commune", above.code, valid_from=REFORM)
        table.new[province_key, key] = table.put(row)


def new_province(table: Table, parts: list[str], key: str, code: str, name: str) -> Row:
    if parts == [key]:
        table.old[key,].valid_to = None
        return table.old[key,]
    row = table.put(Row(code + SUFFIX, plain(name), "province", valid_from=REFORM))
    for part in parts:
        table.old[part,].successors.add(row.code)
    return row


def add_successors(table: Table, mapping: dict[str, dict[str, dict[str, list[object]]]]) -> None:
    """Each old commune's new ones, and a district's: those that its communes, or it itself, went into."""
    for province, old, new in parts(mapping):
        key = tuple(part for part in old.split("_") if part)
        successor = table.new[province, new].code
        table.old[key].successors.add(successor)
        table.old[key[:2]].successors.add(successor)


def parts(mapping: dict[str, dict[str, dict[str, list[object]]]]) -> Iterator[tuple[str, str, str]]:
    """(new province, old commune, new commune) of all whole and divided communes."""
    for province, communes in mapping["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new, olds in communes.items():
            yield from ((province, str(old), new) for old in olds)
    for province, communes in mapping["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, news in communes.items():
            yield from ((province, old, str(new["newWardKey"])) for new in news if isinstance(new, dict))


def add_earlier(table: Table) -> None:
    """What the two tables beside this script say."""
    for began in read(HERE / "units_began.csv"):
        if table.rows[began["code"]].name != began["name"]:
            raise ValueError(f"{began['code']} is not {began['name']}")
        table.rows[began["code"]].valid_from = date.fromisoformat(began["valid_from"])
    begins: dict[str, set[date]] = defaultdict(set)
    for ended in read(HERE / "units_earlier.csv"):
        last = date.fromisoformat(ended["valid_to"])
        level = LEVELS[1] if ended["parent"] else LEVELS[0]
        row = table.put(Row(ended["code"], ended["name"], level, ended["parent"], valid_to=last))
        for said in ended["successors"].split(";"):
            successor = table.named(*said.split(":"))
            row.successors.add(successor.code)
            if ended["begins"] == "yes":
                begins[successor.code].add(last + timedelta(days=1))
    for code, days in begins.items():
        (table.rows[code].valid_from,) = days


def read(path: Path) -> Iterator[dict[str, str]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return iter(csv.DictReader(lines))


def write(table: Table, source: str) -> None:
    order = sorted(table.rows.values(), key=lambda row: (LEVELS.index(row.level), row.code))
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        file.write(f"# Made by scripts/build_units.py from {source} (MIT, see UNITS.md); not to be edited by hand.\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "name", "level", "parent", "valid_from", "valid_to", "successors"])
        writer.writerows(row.cells() for row in order)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: build_units.py WHEEL")
    main(Path(sys.argv[1]))
