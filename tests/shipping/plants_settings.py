"""Faults of a shop's own folders: content, settings, secrets, libraries."""

from __future__ import annotations

from functions._sqlite import FILE
from shipping import checks_libraries
from tests.shipping.clinic import HOOK_KEY, SECRET, Clinic
from tests.shipping.plants import AWS_KEY, ERROR, UNSEEN, WARNING, plant


def _written(clinic: Clinic, old: str, new: str, name: str = "shop.yaml") -> None:
    file = clinic.content / name
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


@plant("content", ERROR, 'unknown key "prise"', 'did you mean "price"')
def a_mistake_in_the_content(clinic: Clinic) -> None:
    name = next((clinic.content / "catalog").glob("*.yaml")).name
    _written(clinic, "price:", "prise:", f"catalog/{name}")


@plant("content", ERROR, "there is no such folder", "--content")
def no_content(clinic: Clinic) -> None:
    clinic.content = clinic.folder / "nowhere"


@plant("content", ERROR, "where no shop can be", "real address")
def the_address_of_the_example(clinic: Clinic) -> None:
    _written(clinic, "https://clay-and-leaf.com", "https://clay-and-leaf.example")


@plant("content", ERROR, "begins with http://", "https://")
def an_address_without_tls(clinic: Clinic) -> None:
    _written(clinic, "https://clay-and-leaf.com", "http://clay-and-leaf.com")


@plant("settings", UNSEEN, "not set", "where the functions run")
def no_settings(clinic: Clinic) -> None:
    clinic.settings = {}


@plant("settings", ERROR, "VITRINA_STATE is not set", "Set it right")
def a_setting_is_missing(clinic: Clinic) -> None:
    del clinic.settings["VITRINA_STATE"]


@plant("settings", WARNING, "did you mean VITRINA_PROXIES", "Correct its name")
def a_setting_with_a_slip(clinic: Clinic) -> None:
    clinic.settings["VITRINA_PROXYS"] = "1"


@plant("settings", ERROR, "VITRINA_SMTP and VITRINA_SES both", "Set it right")
def two_ways_for_letters(clinic: Clinic) -> None:
    clinic.settings["VITRINA_SES"] = "eu-central-1"


@plant("settings", ERROR, "32 characters", "Set it right")
def a_short_secret(clinic: Clinic) -> None:
    clinic.settings["VITRINA_SECRET"] = "short"


@plant("settings", ERROR, "VITRINA_SECRET: can be guessed", "token_hex")
def a_secret_of_one_letter(clinic: Clinic) -> None:
    clinic.settings["VITRINA_SECRET"] = "k" * 40


@plant("settings", ERROR, "whole number from 0 to 10", "Set it right")
def proxies_in_words(clinic: Clinic) -> None:
    clinic.open()
    clinic.settings["VITRINA_PROXIES"] = "one"


@plant("settings", ERROR, "another site than url:", "https://clay-and-leaf.com")
def prices_of_another_shop(clinic: Clinic) -> None:
    clinic.settings["VITRINA_PRICES"] = "https://clay-and-loaf.com"


@plant("settings", ERROR, "no such folder, so no order can be priced", "Build the shop into it")
def prices_in_no_folder(clinic: Clinic) -> None:
    clinic.settings["VITRINA_PRICES"] = str(clinic.folder / "gone")


@plant("settings", ERROR, "each makes links that others do not know", "the same everywhere")
def tables_without_a_secret(clinic: Clinic) -> None:
    clinic.settings |= {"VITRINA_TABLES": "shop-", "VITRINA_SECRET": "", "AWS_REGION": "eu-central-1"}


@plant("settings", ERROR, "the orders are inside", "Move the folder")
def orders_in_the_site(clinic: Clinic) -> None:
    clinic.state.rename(clinic.site / "orders")
    clinic.state = clinic.site / "orders"
    clinic.settings["VITRINA_STATE"] = str(clinic.state)


@plant("settings", ERROR, "VITRINA_FUNCTIONS_URL must be an https address", "build the site anew")
def functions_without_tls(clinic: Clinic) -> None:
    clinic.settings["VITRINA_FUNCTIONS_URL"] = "http://functions.example"


@plant("settings", ERROR, "hands orders to somewhere else", "build with this setting")
def a_site_of_other_functions(clinic: Clinic) -> None:
    clinic.settings["VITRINA_FUNCTIONS_URL"] = "https://new.functions.example"


@plant("settings", ERROR, "must begin with https://", "Set it right")
def a_webhook_without_tls(clinic: Clinic) -> None:
    clinic.settings["VITRINA_WEBHOOKS"] = f"http://hooks.example/ {HOOK_KEY}"


@plant("settings", ERROR, "webhooks, line 1: a secret is whsec_", "Set it right")
def a_short_key_in_the_file_of_webhooks(clinic: Clinic) -> None:
    clinic.open()
    del clinic.settings["VITRINA_WEBHOOKS"]
    (clinic.state / "webhooks").write_text("https://hooks.example/ whsec_c2hvcnQ=\n")


@plant("settings", WARNING, "over plain http", "Remove it")
def webhooks_to_a_laptop(clinic: Clinic) -> None:
    clinic.settings["VITRINA_WEBHOOKS_LOCAL"] = "1"


@plant("secrets", ERROR, "the secret of all links, VITRINA_SECRET", "Change it where it was made")
def the_secret_in_the_site(clinic: Clinic) -> None:
    (clinic.site / "index.html").write_text(f"<!doctype html>\n<p>{SECRET}\n")


@plant("secrets", ERROR, "notes.txt:2: holds the password of the mail server", "Change it where it was made")
def a_password_in_git(clinic: Clinic) -> None:
    clinic.keep("notes.txt", "what I must not forget:\np@ss/word\n")


@plant("secrets", ERROR, "netlify.toml:1: holds a key of Amazon", "Change it where it was made")
def a_key_of_the_cloud_in_git(clinic: Clinic) -> None:
    clinic.keep("netlify.toml", f"AWS_ACCESS_KEY_ID = '{AWS_KEY}'\n")


@plant("secrets", ERROR, "old.txt in git's history: holds the key of a webhook", "git keeps what it once had")
def a_key_in_the_history_of_git(clinic: Clinic) -> None:
    clinic.keep("old.txt", f"{HOOK_KEY}\n")
    clinic.keep("old.txt", "nothing any more\n")


@plant("secrets", ERROR, ".env: a file of this name", ".gitignore")
def settings_in_git(clinic: Clinic) -> None:
    clinic.keep(".env", "A=1\n")


@plant("secrets", WARNING, "the next git add takes all orders along", ".gitignore")
def orders_not_ignored(clinic: Clinic) -> None:
    clinic.state.rename(clinic.folder / "orders")
    clinic.state = clinic.folder / "orders"
    clinic.settings["VITRINA_STATE"] = str(clinic.state)


@plant("permissions", ERROR, "other users of this machine may read", "chmod 600")
def orders_for_all_to_read(clinic: Clinic) -> None:
    clinic.state.chmod(0o755)
    (clinic.state / FILE).chmod(0o644)


@plant("permissions", ERROR, "webhooks: other users", "chmod 600")
def keys_for_all_to_read(clinic: Clinic) -> None:
    clinic.state.chmod(0o755)
    (clinic.state / "webhooks").write_text("# none\n")
    (clinic.state / "webhooks").chmod(0o644)


@plant("libraries", ERROR, "Jinja2: 3.1.2 has a known hole, CVE-2025-27516", "Install 3.1.6 or newer")
def an_old_library(clinic: Clinic) -> None:
    installed = checks_libraries.installed
    old = {"Jinja2": "3.1.2"}
    clinic.patch.setattr(checks_libraries, "installed", lambda name: old.get(name) or installed(name))
