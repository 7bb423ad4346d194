"""`feedback`: what visitors have said, at a terminal: looked at, published, answered, merged from there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from functions._wiring import Ports
from server.desk import LANGUAGE, NotDone
from server.words import counted, listing, table, waited
from shop import cases, labels, moderating
from shop.cases import Entry
from shop.errors import IllegalMove, Invalid, Stale
from shop.posts import DUPLICATE, IDEA, PENDING, PUBLIC, STATES, Post, Tally, choices
from shop.statuses import OWNER
from shop.terms import Terms
from shop.times import moment
from shop.words import say
from storefront.problems import printable

_NEWEST = 200
_SHORTEST_ID = 6
_HEADS = ("ID", "KIND", "STATE", "FOR", "VOTES", "WHAT")
_WHAT = 50  #: characters


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done with one post."""

    to: str = ""
    answer: str = ""
    into: str = ""  #: the id of the idea it goes on in


def listed(ports: Ports) -> int:
    """Prints the newest posts, those that nobody has looked at first."""
    posts = sorted(ports.posts.listed(STATES, _NEWEST), key=lambda post: post.state != PENDING)
    if not posts:
        print("No feedback yet.")
        return 0
    tallies, at = ports.votes.tally([post.id for post in posts]), datetime.now(UTC)
    rows = [_row(post, tallies.get(post.id, Tally()), at) for post in posts]
    for line in table(_HEADS, rows):
        print(line)
    return 0


def shown(ports: Ports, typed: str) -> int:
    """Prints everything about one post."""
    try:
        post = _found(ports, typed)
    except NotDone as not_done:
        return _refused(not_done)
    for line in _everything(ports, post, ports.prices.book(()).terms):
        print(printable(line))
    return 0


def done(ports: Ports, typed: str, wish: Wish) -> int:
    """Moves, answers or merges one post."""
    try:
        before = _found(ports, typed)
        after = _told(before, lambda: _after(ports, before, wish))
    except NotDone as not_done:
        return _refused(not_done)
    what = "answered" if before.state == after.state else f"{before.state} → {after.state}"
    print(f"{after.id[:8]}: {what}")
    return 0


def _after(ports: Ports, post: Post, wish: Wish) -> Post:
    at = datetime.now(UTC)
    if wish.into:
        return moderating.merge(post, _found(ports, wish.into), ports, at, who=OWNER, answer=wish.answer)
    if wish.to:
        if wish.to not in STATES:
            raise NotDone(f"There is no state {wish.to}; there are {listing(STATES, 'and')}.")
        return moderating.move(post, wish.to, wish.answer, ports, at, who=OWNER)
    return moderating.reply(post, wish.answer, ports, at, who=OWNER)


def _told(post: Post, change: Callable[[], Post]) -> Post:
    """What the change makes of the post. Raises NotDone, which says why it makes nothing."""
    try:
        return change()
    except IllegalMove as illegal:
        raise NotDone(_where_to(post, illegal.to)) from None
    except Invalid as invalid:
        raise NotDone(" ".join(say(LANGUAGE, each.code, **each.values) for each in invalid.errors)) from None
    except Stale:
        raise NotDone(say(LANGUAGE, "stale")) from None


def _where_to(post: Post, to: str) -> str:
    can = listing(choices(post), "or") if choices(post) else "nowhere"
    if to == DUPLICATE:
        return "An idea goes on in another with --merge and the other's id, where both are shown."
    return f"{post.id[:8]} is {post.state}; from there it can go to {can}, not to {to}."


def _found(ports: Ports, typed: str) -> Post:
    """The post with that id, or the one whose id begins so. Raises NotDone."""
    typed = typed.strip().lower()
    if found := ports.posts.by_id(typed):
        return found
    newest = ports.posts.listed(STATES, _NEWEST) if len(typed) >= _SHORTEST_ID else []
    matching = [post for post in newest if post.id.startswith(typed)]
    if len(matching) != 1:
        raise NotDone(f"There is no feedback {typed}.")
    return matching[0]


def _refused(not_done: NotDone) -> int:
    print(printable(str(not_done)), file=sys.stderr)
    return 1


def _row(post: Post, tally: Tally, at: datetime) -> tuple[str, ...]:
    what = " ".join(printable(post.title or post.text or "★" * post.stars).split())
    short = what if len(what) <= _WHAT else f"{what[: _WHAT - 1]}…"
    votes = f"{tally.verified} + {tally.unverified}" if post.kind == IDEA else ""
    return post.id[:8], post.kind, post.state, waited(post.changed_at or post.opened_at, at), votes, short


def _everything(ports: Ports, post: Post, terms: Terms) -> Iterable[str]:
    tally = ports.votes.tally((post.id,)).get(post.id, Tally())
    yield f"{post.id}: {labels.post_label(post, LANGUAGE)} ({post.kind}, {post.state})"
    yield f"Left {moment(post.opened_at, terms.timezone, LANGUAGE)} on {post.page or 'no page that is known'}"
    yield from (f"! {notice}" for notice in labels.notices(post, LANGUAGE))
    yield from _typed(post)
    if post.kind == IDEA:
        yield f"{counted(tally.verified, 'vote')}, and {tally.unverified} unverified"
    if post.answer:
        # Every line is marked: none may pass for one of the command's own.
        yield from ("Our answer:", *(f"> {line}" for line in post.answer.text.splitlines()))
    yield from ("", "History")
    yield from (_past(entry, terms) for entry in ports.posts.entries(post.id))
    yield from ("", f"Next: {_next(post)}")


def _typed(post: Post) -> Iterable[str]:
    # What was typed stands behind a label or a mark, or it could pass for a line of the command's own.
    confirmed = " (confirmed)" if post.author.verified else ""
    stars = f"{post.stars} of 5{', bought here' * post.bought}" if post.stars else ""
    email = f"{post.author.email}{confirmed}" if post.author.email else ""
    facts = {
        "Product": post.sku,
        "Stars": stars,
        "Name": post.author.name,
        "E-mail": email,
        "Title": post.title,
    }
    yield from (f"{label}: {words}" for label, words in facts.items() if words)
    yield from (f"> {line}" for line in post.text.splitlines())


def _past(entry: Entry, terms: Terms) -> str:
    data = entry.data
    what = {
        cases.MOVED: f"{data.get('from')} → {data.get('to')}",
        cases.MERGED: f"goes on in {data.get('into', '')[:8]}",
        cases.VERIFIED: "the address is confirmed" + (f", shown as {data['to']}" if "to" in data else ""),
        cases.FLAGGED: labels.flag_label(data.get("flag", ""), LANGUAGE),
    }.get(entry.name, entry.name)
    return f"  {moment(entry.at, terms.timezone, LANGUAGE)}  {what}  ({entry.who})"


def _next(post: Post) -> str:
    ways = [f"--to {state}" for state in choices(post)]
    return ", ".join([*ways, *(("--answer TEXT",) if post.kind in PUBLIC else ())])
