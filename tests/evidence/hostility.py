"""Ways to spoil a content folder: what an attacker, a bad disk or a tired owner may leave in it."""

from __future__ import annotations

import os
import random
import shutil
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.storefront.evasions import EVASIONS

#: Stands in files outside the content folder; nothing may ever show it.
CANARY = "CANARY-8c1f"

_TOKENS = [
    b"\x00", b"\xff", b"\xc3(", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\x1b[31m", b"\r", b"\t", b"\n", b": ",
    b"- ", b"{", b"}", b"[", b"]", b'"', b"'", b"|", b">", b"&a ", b"*a",
    b"!!python/object/apply:os.system [id]", b"<<: *a", b"---\n", b"...\n", b"%YAML 9.9\n", b"? ", b"#",
    b"@", b"`", b"<script>", b"\xe2\x80\xa8", b"\xf0\x9f\x8d\xb5", b"\xe2\x80\xae", b"\xcc\x81" * 50,
    b"\\x00", b'"\\0"', b'"\\uD800"', b"${jndi:x}", b"{{ 7*7 }}", b"%s%n", b"../",
]  # fmt: skip
_VALUES = [
    "", "~", "null", "[]", "{}", "[[]]", "[{}]", "{a: {b: [c, {d: e}]}}", "yes", "0", "-1", "1e999", ".nan",
    ".inf", "0x7fffffffffffffff", "9" * 400, "0.1", "12,50", "2026-02-30", "'\u202eevil'", "\U0001f375",
    "ru", "{en: x}", "{ru: x}", "{xx: y}", "{en: [x], ru: {y: z}}", "'../../etc/passwd'", "/etc/passwd",
    "'..\\..\\x.jpg'", "CON", "'a\\0b'", "<<", "=", "!!float 1", "&a x", "*a", "[x, *a]", "|", ">",
    "|9\n  x", "javascript:alert(1)", "//evil.example", "{__class__: x}", "__proto__",
    "[TP-01, TP-01, TP-01]", "{S: {S: {S: S}}}", "file:///etc/passwd",
]  # fmt: skip
_NAMES = [
    "x.yml", "x.yaml", "a b.md", "-rf.yaml", "\u202e.yaml", "e\u0301.yaml", "\U0001f375.md",
    "new\nline.yaml", "a" * 200 + ".yaml", "caf\udce9.yaml", "x.ru.md", "x.xx.md", ".md", "..yaml", "x..md",
    "%2e%2e.yaml", "CON.yaml", "404.md", "ru.md", "$(id).yaml", "x.json",
]  # fmt: skip
_TARGETS = [
    "../../outside/secret.yaml", "../../outside", "/etc/passwd", "/dev/zero", "/dev/random",
    "/proc/self/environ", "/", "..", ".", "../..", "nowhere", "../shop.yaml",
]  # fmt: skip


def spoil(content: Path, dice: random.Random) -> str:
    """Does one to four wicked things to the folder; answers which."""
    done = []
    for _ in range(dice.randint(1, 4)):
        trick = dice.choice(_TRICKS)
        trick(content, dice)
        done.append(trick.__name__.strip("_"))
    return ", ".join(done)


def _files(content: Path, *suffixes: str) -> list[Path]:
    found = (path for path in content.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(path for path in found if not suffixes or path.suffix in suffixes)


def _pick(content: Path, dice: random.Random, *suffixes: str) -> Path:
    return dice.choice(_files(content, *suffixes) or [_new(content, dice)])


def _new(content: Path, dice: random.Random) -> Path:
    """A file under an odd name, where such a name can be."""
    folder = content / dice.choice(["catalog", "pages", "images", "."])
    path = folder / dice.choice(_NAMES)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.touch()
    except OSError:
        path = content / "shop.yaml"
        if not path.is_dir():
            path.unlink(missing_ok=True)
            path.touch()
    return path


def _mutate_bytes(content: Path, dice: random.Random) -> None:
    path = _pick(content, dice)
    data = bytearray(path.read_bytes())
    for _ in range(dice.randint(1, 20)):
        at = dice.randint(0, len(data))
        data[at : at + dice.choice([0, 0, 1, 1, 5, 40])] = dice.choice(
            [dice.choice(_TOKENS), dice.randbytes(dice.randint(1, 6)), b""]
        )
    path.write_bytes(data)


def _truncate(content: Path, dice: random.Random) -> None:
    path = _pick(content, dice)
    path.write_bytes(path.read_bytes()[: dice.randint(0, max(path.stat().st_size, 1))])


def _wrong_types(content: Path, dice: random.Random) -> None:
    path = _pick(content, dice, ".yaml", ".md")
    lines = path.read_bytes().decode("utf-8", "replace").split("\n")
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(lines))
        key, colon, _ = lines[at].partition(": ")
        lines[at] = f"{key}: {dice.choice(_VALUES)}" if colon else dice.choice(_VALUES)
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))


def _shuffle_lines(content: Path, dice: random.Random) -> None:
    path = _pick(content, dice, ".yaml", ".md")
    lines = path.read_bytes().split(b"\n")
    for _ in range(dice.randint(1, 8)):
        at, to = dice.randrange(len(lines)), dice.randrange(len(lines))
        lines[at] = dice.choice(
            [lines[to], b" " * dice.randint(0, 9) + lines[at].lstrip(), lines[at] + lines[to], b""]
        )
    path.write_bytes(b"\n".join(lines))


def _nest(content: Path, dice: random.Random) -> None:
    depth = dice.choice([49, 51, 1000, 100_000])
    deep = dice.choice([
        "[" * depth, "{a: " * depth, "- " * depth, "? " * depth, "[" * depth + "]" * depth, "[{a: " * depth,
        "\n".join(" " * level + "a:" for level in range(min(depth, 1200))),
    ])  # fmt: skip
    path = _pick(content, dice, ".yaml", ".md")
    head = dice.choice(["", "name: ", "category: ", "---\ntitle: ", "sections:\n"])
    path.write_text(head + deep + dice.choice(["", "\n", "\n---\n"]), encoding="utf-8")


def _alias_bomb(content: Path, dice: random.Random) -> None:
    levels = dice.choice([9, 2000])
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}]\n" for n in range(1, levels))
    _pick(content, dice, ".yaml", ".md").write_text(dice.choice(["", "---\n"]) + bomb, encoding="utf-8")


def _huge_scalar(content: Path, dice: random.Random) -> None:
    length = dice.choice([10_000, 300_000, 999_000, 1_500_000])
    huge = dice.choice(["x", "x ", "- ", "a: ", "[", "&a ", "é", "9", '\\"', "*", "[a](b) "])
    text = (huge * length)[:length]
    key = dice.choice(
        [
            "name: ",
            "description: |\n  ",
            "sku: ",
            "price: ",
            'slug: "',
            "tags: [",
            "? ",
            "---\ntitle: a\n---\n",
        ]
    )
    _pick(content, dice, ".yaml", ".md").write_text(key + text, encoding="utf-8")


def _many_mistakes(content: Path, dice: random.Random) -> None:
    line = dice.choice(["k{n}: v", "- {{sku: {n}}}", "- &a{n} x", "k: {n}", "- [related, {n}]"])
    text = "\n".join(line.format(n=n) for n in range(3000))
    _pick(content, dice, ".yaml").write_text(dice.choice(["", "products:\n"]) + text, encoding="utf-8")


def _link_away(content: Path, dice: random.Random) -> None:
    path = (
        _pick(content, dice) if dice.random() < 0.6 else content / dice.choice(["catalog", "pages", "images"])
    )
    _remove(path)
    os.symlink(dice.choice([*_TARGETS, path.name]), path)


def _special_file(content: Path, dice: random.Random) -> None:
    path = _pick(content, dice)
    _remove(path)
    if dice.random() < 0.5:
        os.mkfifo(path)
    else:
        path.mkdir()


def _odd_name(content: Path, dice: random.Random) -> None:
    source = _pick(content, dice)
    data = source.read_bytes()
    _new(content, dice).write_bytes(data)


def _swap(content: Path, dice: random.Random) -> None:
    one, other = _pick(content, dice), _pick(content, dice)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def _take_away(content: Path, dice: random.Random) -> None:
    _remove(dice.choice([_pick(content, dice), content / dice.choice(["catalog", "pages", "images"])]))


def _evade(content: Path, dice: random.Random) -> None:
    path = _pick(content, dice, ".md")
    with path.open("a", encoding="utf-8", errors="surrogatepass") as file:
        file.write("\n\n" + "\n\n".join(dice.choices(EVASIONS, k=5)) + "\n")


def _tangle(content: Path, dice: random.Random) -> None:
    knot = dice.choice(
        [
            "[",
            "![",
            "> ",
            "*a **b ",
            "_",
            "`",
            "<a ",
            "[[]]",
            "    ",
            "- ",
            "1. ",
            "|",
            "\n    ",
            "[a]: b\n\n",
        ]
    )
    with _pick(content, dice, ".md").open("a", encoding="utf-8") as file:
        file.write("\n" + knot * dice.choice([50, 500, 20_000]))


def _lead_out(content: Path, dice: random.Random) -> None:
    """Names a file outside wherever a picture may be named."""
    path = _pick(content, dice, ".yaml", ".md")
    out = dice.choice(
        [
            "../../outside/secret.jpg",
            "/etc/passwd",
            "..",
            "../shop.yaml",
            "outside\\secret.jpg",
            "secret.jpg/",
        ]
    )
    text = path.read_bytes().decode("utf-8", "replace")
    for name in ("gaiwan.jpg", "hero.png"):
        text = text.replace(name, out)
    path.write_text(text, encoding="utf-8")


def _spoil_picture(content: Path, dice: random.Random) -> None:
    path = _pick(content, dice, ".jpg", ".png")
    size = struct.pack(">II", dice.choice([0, 1, 50_000, 2**31 - 1]), dice.choice([0, 1, 50_000, 2**31 - 1]))
    small = struct.pack(">II", 2, 2) + b"\x08\x02\0\0\0"
    bomb = zlib.compress(b"\0" * 5_000_000)
    path.write_bytes(dice.choice([
        b"", b"GIF89a", b"<svg/>", b"%PDF-1.4", b"RIFF\xff\xff\xff\xffWEBPVP8X" + dice.randbytes(40),
        b"\xff\xd8\xff\xe0" + dice.randbytes(300), b"\x89PNG\r\n\x1a\n" + dice.randbytes(300),
        _png((b"IHDR", size + b"\x08\x02\0\0\0")),
        _png((b"IHDR", small), (b"zTXt", b"a\0\0" + bomb), (b"iCCP", b"a\0\0" + bomb)),
    ]))  # fmt: skip


def _png(*chunks: tuple[bytes, bytes]) -> bytes:
    parts = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _remove(path: Path) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.is_dir():
        shutil.rmtree(path)
    elif path.exists():
        path.unlink()


_TRICKS: list[Callable[[Path, random.Random], None]] = [
    _mutate_bytes, _mutate_bytes, _mutate_bytes, _truncate, _wrong_types, _wrong_types, _wrong_types,
    _shuffle_lines, _shuffle_lines, _nest, _alias_bomb, _huge_scalar, _many_mistakes, _link_away,
    _link_away, _special_file, _odd_name, _swap, _take_away, _evade, _tangle, _lead_out, _spoil_picture,
]  # fmt: skip
