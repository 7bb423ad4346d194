"""How commands are found on a page, and how what they print is compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs import pages
from tests.docs.pages import Changed, Command, Written, steps
from tests.docs.shell import _missing

PAGE = """\
# A page

Look first:

    $ make check ARGS="--content a"   # slowly
    37 products: no mistakes.
    $ curl -s http://127.0.0.1:8000/ \\
        -d @order.json

What is no command:

    content/shop.yaml:1:1: a mistake

Write this into `a/shop.yaml`:

```yaml
name: A
```

In `a/shop.yaml` change `name: A` to `name: B`. This needs an account:

    aws s3 ls

"""


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(pages, "ROOT", tmp_path)
    (tmp_path / "page.md").write_text(PAGE)
    return tmp_path / "page.md"


def test_what_a_reader_does_is_found_in_order(page: Path) -> None:
    assert steps(page) == [
        Command("page.md", 5, 'make check ARGS="--content a"', ("37 products: no mistakes.",)),
        Command("page.md", 7, "curl -s http://127.0.0.1:8000/ \\\n    -d @order.json"),
        Written(17, "a/shop.yaml", "name: A\n"),
        Changed(20, "a/shop.yaml", "name: A", "name: B"),
        Command("page.md", 22, "aws s3 ls", mark="needs an account"),
    ]


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("37 products: 0.6 s", "41 products: 12.1 s"),
        ("V-10001-4  new     2 min  €14.90", "V-10001-4  new  1 day 3 h  €14.90"),
        ("a91be0c7  review", "0123abcd review"),
        ("/order/#V-10001-4.qLMuXbB3JqxN26L12fI-HNP-898", "/order/#V-10001-4.AxMuXbB3JqxN26L12fI-HNP-8_8"),
        ("Written to dist/", "Note. Written to dist/"),
        ("sha256 f9cb45fa80999b6c", "sha256 00cb45fa80999b6c00"),
    ],
)
def test_numbers_times_and_ids_may_be_others(shown: str, said: str) -> None:
    assert _missing([shown], ["before", said]) is None


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (["37 products"], ["37 pages"]),
        (["V-10001-4: new → approval"], ["V-10001-4: new → cancel"]),
        (["one", "two"], ["two", "one"]),
        (["one"], []),
    ],
)
def test_words_may_not(shown: list[str], said: list[str]) -> None:
    assert _missing(shown, said) == shown[-1]
