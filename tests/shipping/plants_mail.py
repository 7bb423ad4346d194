"""Faults of letters and webhooks: names in the net, the mail server, receivers."""

from __future__ import annotations

import socket

from tests.certificates import STRANGER
from tests.functions.mailserver import mail_server
from tests.shipping.clinic import DKIM_KEY, DOMAIN, Clinic
from tests.shipping.house import House, served
from tests.shipping.plants import ERROR, UNSEEN, WARNING, plant

_KEY = f"default._domainkey.{DOMAIN}"


@plant("sender", ERROR, "no SPF record", "v=spf1 include:")
def no_spf(clinic: Clinic) -> None:
    clinic.names.text[DOMAIN] = []


@plant("sender", ERROR, "2 SPF records", "Make one of them")
def spf_twice(clinic: Clinic) -> None:
    clinic.names.text[DOMAIN] = ["v=spf1 mx -all", "v=spf1 a -all"]


@plant("sender", ERROR, "ends in +all", "~all in the place")
def spf_for_everybody(clinic: Clinic) -> None:
    clinic.names.text[DOMAIN] = ["v=spf1 mx +all"]


@plant("sender", WARNING, "does not say what to do", "Write ~all at its end")
def spf_without_an_end(clinic: Clinic) -> None:
    clinic.names.text[DOMAIN] = ["v=spf1 mx"]


@plant("sender", ERROR, "needs 11 lookups", "Remove include:")
def spf_of_too_many(clinic: Clinic) -> None:
    services = " ".join(f"include:s{number}.net" for number in range(10))
    clinic.names.text[DOMAIN] = [f"v=spf1 {services} ~all"]
    clinic.names.text["s9.net"] = ["v=spf1 include:_spf.mail-provider.net ~all"]


@plant("sender", WARNING, "no DKIM key", "Switch DKIM on")
def no_dkim(clinic: Clinic) -> None:
    del clinic.names.text[_KEY]


@plant("sender", ERROR, "was withdrawn", "as it is now")
def a_withdrawn_key(clinic: Clinic) -> None:
    clinic.names.text[_KEY] = ["v=DKIM1; k=rsa; p="]


@plant("sender", ERROR, "cut off or too short", "Copy the whole record")
def half_a_key(clinic: Clinic) -> None:
    clinic.names.text[_KEY] = [f"v=DKIM1; k=rsa; p={DKIM_KEY[:200]}"]


@plant("sender", WARNING, "no DMARC record", "v=DMARC1; p=none")
def no_dmarc(clinic: Clinic) -> None:
    del clinic.names.text[f"_dmarc.{DOMAIN}"]


@plant("sender", ERROR, "counts for nothing", "v=DMARC1; p=none")
def dmarc_without_a_policy(clinic: Clinic) -> None:
    clinic.names.text[f"_dmarc.{DOMAIN}"] = ["v=DMARC1; rua=mailto:hello@clay-and-leaf.com"]


@plant("sender", ERROR, "2 DMARC records", "Keep one")
def dmarc_twice(clinic: Clinic) -> None:
    clinic.names.text[f"_dmarc.{DOMAIN}"] *= 2


@plant("sender", ERROR, "no MX record", "Add the MX record")
def nowhere_to_answer_to(clinic: Clinic) -> None:
    clinic.names.mail = {}


@plant("sender", ERROR, "nobody's address", "the shop's own address")
def a_sender_of_the_example(clinic: Clinic) -> None:
    shop = clinic.content / "shop.yaml"
    shop.write_text(shop.read_text().replace(f"hello@{DOMAIN}", "hello@shop.example"))


@plant("sender", UNSEEN, "name servers do not answer", "Try again later")
def silent_name_servers(clinic: Clinic) -> None:
    clinic.names.silent = True


def _smtp(clinic: Clinic, address: str) -> None:
    clinic.settings["VITRINA_SMTP"] = address.format(port=clinic.servers.mail.port)


@plant("mail server", ERROR, "nothing listens there", "Compare host and port")
def no_mail_server(clinic: Clinic) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        _smtp(clinic, f"smtps://shop:word-of-mouth@localhost:{free.getsockname()[1]}")


@plant("mail server", ERROR, "does not know the user or the password: 535", "Set them anew")
def a_wrong_password(clinic: Clinic) -> None:
    _smtp(clinic, "smtp+starttls://shop:word-of-mouth@localhost:{port}")


@plant("mail server", ERROR, "certificate is not good", "the name that your provider gives")
def a_mail_server_of_another_name(clinic: Clinic) -> None:
    _smtp(clinic, "smtp+starttls://shop:word-of-mouth@127.0.0.2:{port}")
    connect = socket.create_connection
    clinic.patch.setattr(
        socket, "create_connection", lambda to, *rest, **more: connect(("127.0.0.1", to[1]), *rest, **more)
    )


@plant("mail server", ERROR, "it does not speak TLS there", "Compare host and port")
def the_wrong_port_of_the_mail_server(clinic: Clinic) -> None:
    _smtp(clinic, "smtps://shop:word-of-mouth@localhost:{port}")


@plant("mail server", ERROR, "offers no STARTTLS", "smtps://")
def a_mail_server_without_tls(clinic: Clinic) -> None:
    plain = clinic.enter(mail_server("smtp", password=False))
    clinic.settings["VITRINA_SMTP"] = f"smtp+starttls://shop:word-of-mouth@localhost:{plain.port}"


@plant("mail server", ERROR, "does not take letters from the shop's address: 550", "be that mailbox")
def a_mailbox_of_somebody_else(clinic: Clinic) -> None:
    clinic.servers.mail.mail = "550 5.7.1 Sender anna@example.org is not yours"


@plant("webhooks", ERROR, "its name is not known", "Correct its address")
def a_webhook_to_nowhere(clinic: Clinic) -> None:
    def resolve(_host: str, _port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    clinic.resolve = resolve


@plant("webhooks", ERROR, "into a private network", "of the public net")
def a_webhook_inwards(clinic: Clinic) -> None:
    clinic.resolve = lambda _host, _port: ["169.254.169.254"]


@plant("webhooks", ERROR, "certificate is not good", "Tell whoever runs it")
def a_webhook_that_nobody_can_believe(clinic: Clinic) -> None:
    clinic.hooks_port = clinic.enter(served(House, STRANGER))


@plant("webhooks", WARNING, "nothing listens there", "75 hours")
def a_webhook_that_sleeps(clinic: Clinic) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        clinic.hooks_port = free.getsockname()[1]
