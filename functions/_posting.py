"""Posts and votes as JSON answers tell them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from functions import _post_schema as schema
from shop import codes, posting, voting
from shop.posts import IDEA, PENDING, PUBLIC, VOTED, Answer, Post, Tally
from shop.showing import Idea, Published, Review
from shop.terms import Terms
from shop.words import say


def left_answer(post: Post, terms: Terms, language: str, root_key: bytes) -> schema.LeftAnswer:
    """The same whenever the post is sent again, whatever has become of it since."""
    then = replace(post, author=replace(post.author, verified=False))
    state, asked = posting.first_state(then, terms), posting.code_for(then, terms, root_key)
    shown = state != PENDING
    said = "left_shown" if shown else "left_waits" if post.kind in PUBLIC else "left_private"
    return schema.LeftAnswer(
        id=post.id,
        state=state,
        shown=shown,
        message=" ".join(say(language, code) for code in (said, *(("left_code",) if asked else ()))),
        proof=codes.proof(root_key, asked, sent=True) if asked else None,
    )


def asked_answer(asked: voting.CodeAsked, language: str) -> schema.AskedAnswer:
    return schema.AskedAnswer(asked.proof, say(language, "code_sent"))


def voted_answer(voted: voting.Voted, language: str) -> schema.VotedAnswer:
    return schema.VotedAnswer(
        votes=voted.tally.verified,
        unverified=voted.tally.unverified,
        counted=voted.counted,
        message=say(language, _said(voted)),
        proof=voted.proof or None,
    )


def published_answer(published: Published) -> schema.PublishedAnswer:
    return schema.PublishedAnswer(
        [_idea(each) for each in published.ideas], [_review(each) for each in published.reviews]
    )


def tallies_answer(tallies: Mapping[str, Tally]) -> Mapping[str, schema.TallyAnswer]:
    return {id: schema.TallyAnswer(each.verified, each.unverified) for id, each in tallies.items()}


def _said(voted: voting.Voted) -> str:
    if voted.counted:
        return "vote_counted"
    votable = voted.post.kind == IDEA and voted.post.state in VOTED
    return "vote_known" if votable else "address_confirmed"


def _answer(answer: Answer | None) -> schema.ShopAnswer | None:
    return schema.ShopAnswer(answer.text, answer.at) if answer else None


def _idea(idea: Idea) -> schema.IdeaAnswer:
    return schema.IdeaAnswer(
        id=idea.id,
        kind=idea.kind,
        title=idea.title,
        text=idea.text,
        author=idea.author,
        state=idea.state,
        opened_at=idea.opened_at,
        changed_at=idea.changed_at,
        answer=_answer(idea.answer),
        duplicate_of=idea.duplicate_of,
        language=idea.language,
        votes=idea.votes,
        unverified=idea.unverified,
    )


def _review(review: Review) -> schema.ReviewAnswer:
    return schema.ReviewAnswer(
        id=review.id,
        sku=review.sku,
        stars=review.stars,
        title=review.title,
        text=review.text,
        author=review.author,
        bought=review.bought,
        opened_at=review.opened_at,
        answer=_answer(review.answer),
        language=review.language,
    )
