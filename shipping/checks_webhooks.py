"""The programs that are told of events: at public machines, over TLS that can be believed. None is told."""

from __future__ import annotations

import ssl

from functions._hooks import hooks_from
from functions._post import Target
from functions._public import is_public
from functions._settings import Misconfigured
from shipping.asking import why
from shipping.findings import Findings, error, warning
from shipping.patient import Patient

_SECONDS = 10.0


def webhooks(patient: Patient) -> Findings:
    try:
        hooks = hooks_from(patient.environment, patient.state / "webhooks")
    except Misconfigured:
        return  # the settings' own check tells it
    for endpoint in hooks.configured:
        if not endpoint.target.local:
            yield from _looked_at(endpoint.target, patient)


def _looked_at(target: Target, patient: Patient) -> Findings:
    """Named by its host alone: the rest of an address may be a secret."""
    context = patient.context or ssl.create_default_context()
    where = f"webhooks to {target.authority}"
    try:
        addresses = patient.resolve(target.host, target.port)
    except OSError as fault:
        what = f"the receiver cannot be reached: {why(fault)}"
        yield error(where, what, "Correct its address, or remove its line.")
        return
    if not all(is_public(address) for address in addresses):
        what = "the receiver's name leads into a private network, where nothing is ever sent"
        yield error(where, what, "Give it an address of the public net, or remove its line.")
        return
    try:
        with patient.connect(addresses[0], target.port, _SECONDS) as plain:
            context.wrap_socket(plain, server_hostname=target.host).close()
    except ssl.SSLCertVerificationError as fault:
        what = f"the receiver's certificate is not good: {fault.verify_message}"
        yield error(where, what, "Tell whoever runs it; nothing is sent until it is put right.")
    except (OSError, ValueError) as fault:
        what = f"the receiver does not answer: {why(fault)}"
        yield warning(where, what, "Tell whoever runs it; what is not taken within 75 hours is given up.")
