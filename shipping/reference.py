"""docs/reference/configuration.md, made from the declarations; and what is set that nobody reads."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from functions import _settings as functions
from shop import settings
from shop.settings import Setting
from storefront import environment as builds

FILE = Path("docs/reference/configuration.md")

_INTRODUCTION = """\
# Configuration

<!-- Made from the code that reads these settings. To change it, change functions/_settings.py,
storefront/environment.py or shipping/reference.py and run: make docs -->

What an owner decides stands in `content/shop.yaml`, see [the content of a shop](content.md). These few are
for whoever runs Vitrina; they are variables of the environment. `make serve` needs none of them.

What is wrong with them is said at once, all of it, one sentence each: a build, a command and a server stop
with it before they begin; a function in a cloud answers 503 and writes it into its log. A variable that
begins with `VITRINA_` and that nothing reads is pointed out, with the name that was probably meant:

    $ VITRINA_FUNCTION_URL=https://orders.shop.example .venv/bin/python build.py check
    Note: VITRINA_FUNCTION_URL is no setting; did you mean VITRINA_FUNCTIONS_URL?
    37 products, 7 pages: no mistakes found.

**Secrets** are marked. They come from the environment, or from where its setting says that they are kept,
and never from `content/`, from an option of a command or from a page. No message repeats one.
"""

_FUNCTIONS = """
These are read once, when the `handler` of one of the functions, `orders`, `tickets`, `feedback`, `desk`,
`outbox` or `bounces`, first needs them. `serve` runs the functions with the folders of its own options; of
these settings it heeds `VITRINA_WEBHOOKS` alone, and it never sends a letter. The owner’s commands work on
the store that is named here where `VITRINA_PRICES` is set and `--state` is not given.
"""

_ABOUT_FUNCTIONS = """
- `VITRINA_PRICES`: the price list is always read from this one place, never from an address that a visitor
  sends. Plain `http` is accepted for this computer only. A list that was read is kept for a minute, and
  served on when the site cannot be reached.
- `VITRINA_SECRET`: whoever has it can make the link to every order. Another one makes all links in letters
  already sent invalid.
- `VITRINA_SECRET_FROM`, `VITRINA_SMTP_FROM`, `VITRINA_WEBHOOKS_FROM`: `ssm:` and the name of a parameter of
  AWS Systems Manager, which each process reads once.
- `VITRINA_STATE`: [what is in that folder](../explanation/stores.md#the-state-folder).
- `VITRINA_TABLES`: [how the tables are made](../explanation/stores.md#the-tables). Amazon’s library finds
  the credentials by itself; in a function, those of its role.
- `VITRINA_SMTP`, `VITRINA_SES`: [send letters](../how-to/send-letters.md). The mail server’s certificate is
  checked; where an authority of your own has signed it, name that authority’s file in `SSL_CERT_FILE`.
- `VITRINA_WEBHOOKS`: [tell other programs of orders](../how-to/tell-other-programs.md).
- `VITRINA_PROXIES`: [who is asking](../explanation/abuse.md#who-is-asking).
"""

_ABOUT_BUILDS = """
- `VITRINA_FUNCTIONS_URL`: [the address of the
  functions](../how-to/publish-the-site.md#the-address-of-the-functions).
- `VITRINA_FEEDBACK`: [ideas and reviews on a published
  site](../how-to/ideas-and-reviews.md#on-a-published-site). It is asked once a build, over `https` alone
  (plain `http` on this computer), without following redirects, for 20 seconds and 16 MB at most. The last
  good copy is kept in the cache and stands in, with a note.
- `VITRINA_HISTORY`: [the lowest price before a
  reduction](../how-to/change-prices.md#the-lowest-price-before-a-reduction).
"""


def reference() -> str:
    """The whole page in Markdown."""
    return (
        _INTRODUCTION
        + f"\n## For a build\n\n{_table(builds.SETTINGS)}{_ABOUT_BUILDS}"
        + f"\n## For the functions\n{_FUNCTIONS}\n{_table(functions.SETTINGS)}{_ABOUT_FUNCTIONS}"
    )


def notes(environment: Mapping[str, str]) -> list[str]:
    """A sentence for each variable of ours that is set and that nothing reads."""
    return settings.slips(environment, {each.name for each in (*builds.SETTINGS, *functions.SETTINGS)})


def main() -> int:
    FILE.write_text(reference(), encoding="utf-8")
    sys.stdout.write(f"{FILE} is written.\n")
    return 0


def _table(declared: Sequence[Setting]) -> str:
    rows = "".join(_row(each) for each in declared)
    return f"| variable | what it is | without it | example |\n|---|---|---|---|\n{rows}"


def _row(one: Setting) -> str:
    meaning = one.meaning + (", **secret**" if one.secret else "") + _company(one)
    otherwise = one.otherwise or "nothing works: it is needed"
    example = f"`{one.example}`" if one.example else ""
    return f"| `{one.name}` | {meaning} | {otherwise} | {example} |\n".replace("'", "’")


def _company(one: Setting) -> str:
    beside = f"; needs `{one.beside[0]}` beside it" if one.beside else ""
    return beside + "".join(f"; not together with `{other}`" for other in one.instead)


if __name__ == "__main__":
    sys.exit(main())
