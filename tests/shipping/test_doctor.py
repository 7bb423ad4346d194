"""A shop that is well is called so; each fault that is planted is found, with what to do about it."""

from __future__ import annotations

import pytest

import build
from shipping import doctor
from shipping.findings import UNSEEN, Finding, Findings
from shipping.patient import Patient
from tests.certificates import AUTHORITY
from tests.shipping import plants_cloud, plants_mail, plants_settings, plants_site, plants_store
from tests.shipping.clinic import Clinic
from tests.shipping.looking import CHECKS, is_about, leaked, seen
from tests.shipping.plants import PLANTS, Plant
from tests.shipping.ses import Ses

#: Each has planted its own.
PLOTS = (plants_cloud, plants_settings, plants_store, plants_mail, plants_site)


def test_a_shop_that_is_well_has_nothing_to_be_told(clinic: Clinic) -> None:
    assert list(doctor.examine(seen(clinic), CHECKS)) == []


def test_a_shop_in_the_cloud_that_is_well_has_nothing_to_be_told(clinic: Clinic, endpoint: str) -> None:
    clinic.endpoint = endpoint
    clinic.in_tables()
    clinic.by_ses(Ses())

    assert list(doctor.examine(seen(clinic), CHECKS)) == []


@pytest.mark.parametrize("plant", PLANTS, ids=repr)
def test_a_planted_fault_is_found_with_what_to_do(
    clinic: Clinic, plant: Plant, request: pytest.FixtureRequest
) -> None:
    if plant.check == "tables":
        clinic.endpoint = request.getfixturevalue("endpoint")
    plant.make(clinic)

    found = list(doctor.examine(seen(clinic), {plant.check: CHECKS[plant.check]}))

    assert len(found) == 1, found
    assert is_about(found[0], plant), found
    assert leaked(found) == []


def test_a_check_that_fails_is_told_and_the_others_go_on(clinic: Clinic) -> None:
    def broken(_patient: Patient) -> Findings:
        raise RuntimeError("with anna@example.org in its words")

    def sound(_patient: Patient) -> Findings:
        yield Finding(UNSEEN, "here", "what", "fix")

    first, second = doctor.examine(clinic.patient(), {"broken": broken, "sound": sound})

    assert (first.kind, first.where) == (UNSEEN, "broken")
    assert first.what == "this could not be looked at (RuntimeError)"
    assert leaked([first]) == []
    assert second.where == "here"


def test_the_command_says_what_is_wrong_worst_first_and_ends_with_1(
    clinic: Clinic, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(clinic, monkeypatch, VITRINA_SECRET="k" * 40, VITRINA_WEBHOOKS_LOCAL="1")
    clinic.keep("notes.txt", f"{'k' * 40}\n")

    code = build.main(arguments(clinic))

    said = capsys.readouterr().out.splitlines()
    kinds = [line.split()[0] for line in said if line[:1] in "ewu" and "  " in line]
    assert code == 1
    assert kinds == sorted(kinds)
    assert "error  notes.txt:1: holds the secret of all links, VITRINA_SECRET" in said
    assert "warning  VITRINA_WEBHOOKS_LOCAL: webhooks may go to this machine, over plain http, too" in said
    assert "k" * 40 not in "\n".join(said)
    assert said[-1].startswith(f"{kinds.count('error')} errors, ")


def test_the_command_ends_with_0_where_nothing_is_wrong(
    clinic: Clinic, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(clinic, monkeypatch, VITRINA_PRICES="")

    assert build.main(arguments(clinic)) == 0
    assert "0 errors, " in capsys.readouterr().out


def test_a_live_shop_is_looked_at_from_outside_and_ordered_from(
    clinic: Clinic, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))
    clinic.open()

    code = build.main(["doctor", "--live", clinic.live])

    said = capsys.readouterr().out
    assert code == 1
    assert "Placed V-" in said
    assert "Cancelled V-" in said
    assert "https://clay-and-leaf.com/order/, another site than this one" in said
    assert "Looked at: certificate, site, functions.\n" in said


def test_no_order_is_placed_where_the_site_is_not_well(
    clinic: Clinic, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))

    assert build.main(["doctor", "--live", clinic.live]) == 1
    assert "Placed" not in capsys.readouterr().out
    assert "POST /api/orders" not in clinic.house.calls


@pytest.mark.parametrize("address", ["clay-and-leaf.com", "https://clay-and-leaf.com/ru/", "https://a@b.com"])
def test_an_address_that_is_none_of_a_shop_is_refused(address: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        build.main(["doctor", "--live", address])


def settings(clinic: Clinic, patch: pytest.MonkeyPatch, **changed: str) -> None:
    """Those of the shop, but for what would go out into the net from here."""
    quiet = {"VITRINA_SMTP": "", "VITRINA_WEBHOOKS": "", "VITRINA_PRICES": str(clinic.site)}
    for name, value in (clinic.settings | quiet | changed).items():
        patch.setenv(name, value)
    shop = clinic.content / "shop.yaml"
    shop.write_text(shop.read_text().replace("https://clay-and-leaf.com", "https://localhost"))


def arguments(clinic: Clinic) -> list[str]:
    folders = {"content": clinic.content, "out": clinic.site, "cache": clinic.folder / "cache"}
    named = [f"--{name}={folder}" for name, folder in folders.items()]
    return ["doctor", *named, f"--backups={clinic.backups}"]
