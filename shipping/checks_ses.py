"""Amazon SES: whether it sends for the shop's address, to everybody."""

from __future__ import annotations

from typing import Any

from functions._ses import ses_client
from shipping.findings import Findings, error, unseen, warning
from shipping.patient import Patient


def ses(patient: Patient) -> Findings:
    """What the service says of the account and of the sender; no letter is sent."""
    region = patient.set("VITRINA_SES")
    if not region or patient.terms is None:
        return
    from functions._dynamo import FAILURES  # boto3 is loaded only where it is needed

    client = ses_client(region, patient.set("VITRINA_SES_ENDPOINT") or None)()
    try:
        yield from _account(client.get_account(), f"SES in {region}")
        yield from _identity(client, patient.terms.contact.email)
        yield from _events(client, patient.set("VITRINA_SES_SET"))
    except FAILURES as failure:
        response = getattr(failure, "response", {})
        code = response.get("Error", {}).get("Code") or type(failure).__name__
        fix = "Ask with credentials that may read SES: ses:GetAccount and ses:GetEmailIdentity."
        yield unseen("VITRINA_SES", f"SES cannot be looked at: {code}", fix)


def _account(account: dict[str, Any], where: str) -> Findings:
    if not account.get("ProductionAccessEnabled"):
        what = "the account is in the sandbox: letters go to verified addresses only, not to customers"
        yield error(where, what, "Request production access in the SES console: Account dashboard.")
    if account.get("SendingEnabled") is False or account.get("EnforcementStatus") in ("SHUTDOWN",):
        what = "sending is switched off for the account"
        yield error(where, what, "Look into the SES console: it says why, and how to have it back.")
    elif account.get("EnforcementStatus") == "PROBATION":
        what = "the account is under review, for too many letters that came back or were called spam"
        yield warning(where, what, "Answer the review in the SES console before sending is paused.")


def _identity(client: Any, email: str) -> Findings:
    """The sender's domain, else the one address."""
    domain = email.rpartition("@")[2]
    found = _described(client, domain) or _described(client, email)
    if found is None or not found.get("VerifiedForSendingStatus"):
        what = "SES has not verified the shop's domain, so no letter leaves"
        yield error(domain, what, "Create the identity in the SES console, and add the DNS records it shows.")
        return
    status = found.get("DkimAttributes", {}).get("Status")
    if status != "SUCCESS":
        what = f"letters are not signed for the shop's domain (DKIM {status or 'NOT_STARTED'})"
        fix = "Add the three CNAME records of the SES console to the domain, and wait an hour."
        yield error(domain, what, fix)


def _described(client: Any, identity: str) -> dict[str, Any] | None:
    try:
        answer: dict[str, Any] = client.get_email_identity(EmailIdentity=identity)
    except client.exceptions.NotFoundException:
        return None
    return answer


def _events(client: Any, name: str) -> Findings:
    """Whether anybody hears of letters that come back."""
    if not name:
        return
    try:
        listed = client.get_configuration_set_event_destinations(ConfigurationSetName=name)
    except client.exceptions.NotFoundException:
        yield error("VITRINA_SES_SET", "SES knows no such configuration set", "Name one that is.")
        return
    places = listed.get("EventDestinations", ())
    heard = {kind for each in places for kind in each.get("MatchingEventTypes", ())}
    if not {"BOUNCE", "COMPLAINT"} <= heard:
        what = "nobody is told of letters that come back, so they are sent there again"
        yield warning("VITRINA_SES_SET", what, "Send its bounces and complaints to the topic of `bounces`.")
