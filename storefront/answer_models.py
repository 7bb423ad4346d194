"""The model of answers.yaml."""

from __future__ import annotations

from pydantic import Field

from storefront.keys import Keys
from storefront.kinds import Paragraphs, Text


class AnswerKeys(Keys):
    """An answer that is written once and sent often: one item of the list in content/answers.yaml. It is
    offered where a ticket is answered. It is published beside the prices, where anybody can read it."""

    name: Text = Field(
        description="What you choose it by, up to 80 characters; no other answer has it.",
        examples=[{"en": "On its way", "ru": "Уже в пути"}],
    )
    text: Paragraphs = Field(
        description="What the customer reads, up to 4000 characters; you can change it before it is sent.",
        examples=["It left us this morning. The carrier needs two to three days."],
    )
