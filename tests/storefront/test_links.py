from __future__ import annotations

import pytest

from storefront.fields import Faults
from storefront.links import link, target


@pytest.mark.parametrize(
    "target", ["/", "/a/", "/a/?b=c#d", "#a", "https://a.example", "https://a.example/b?c#d"]
)
def test_links_lead_into_the_shop_or_to_https(target: str) -> None:
    assert link(target) == target


@pytest.mark.parametrize(
    "target",
    [
        "//a.example",
        "/\\a",
        "a/",
        "http://a.example",
        "javascript:alert(1)",
        "https://u@a.example",
        "/a b",
        '/"x',
    ],
)
def test_other_links_are_refused(target: str) -> None:
    with pytest.raises(Faults):
        link(target)


def test_a_target_is_judged_as_a_browser_reads_it() -> None:
    assert target("/a/?b=1&amp;c=2") == "/a/?b=1&c=2"
    assert target("mailto:a@b.example") == "mailto:a@b.example"
    assert target("javascript&colon;alert(1)") is None
    assert target("/&sol;evil.example") is None
    assert target("&amp;" * 20) is None
