"""Letters about feedback as they leave, and what ends them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions import feedback
from functions._about import about
from functions._wiring import Ports, embedded
from functions.outbox import Drained, drain
from shop import bounces, codes, moderating, post_messages, posting, voting
from shop.posts import DECLINED, OPEN, PLANNED, REJECTED, Post
from shop.visits import Visit
from tests.functions.browser import Answer, Client
from tests.functions.conftest import KEY, ROOT_KEY
from tests.functions.published import TERMS, publish
from tests.functions.test_feedback import IDEA
from tests.functions.test_pages import well_formed

#: The last week's Monday in Berlin, because links are opened by the machine's own clock and end after a
#: year: nine in the morning, and six in the evening, when the letter of that day leaves.
_MONDAY = date.today() - timedelta(days=date.today().weekday() + 7)
AT, EVENING = (
    datetime.combine(_MONDAY, time(hour), ZoneInfo("Europe/Berlin")).astimezone(UTC) for hour in (9, 18)
)
DAY = timedelta(days=1)


class Mailbox:
    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.last = b""

    def send(self, id: str, message: EmailMessage) -> None:
        self.last = message.as_bytes(policy=SMTP.clone(cte_type="7bit"))  # as a mail server is handed it
        read = message_from_bytes(message.as_bytes(), policy=default)
        assert isinstance(read, EmailMessage)
        assert not read.defects
        self.letters.append(read)

    def to(self, email: str) -> list[EmailMessage]:
        return [letter for letter in self.letters if letter["To"] == email]


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def shop(ports: Ports, mailbox: Mailbox) -> Ports:
    return replace(ports, mailer=mailbox)


@pytest.fixture
def pages(shop: Ports) -> Client:
    return Client(feedback.application(lambda: shop))


def leave(shop: Ports, key: str = KEY, at: datetime = AT, **changes: Any) -> Post:
    sent = {**IDEA, **changes}
    return posting.leave(
        sent, Visit("a"), key=key, language="en", post_id=f"{key:0<16}", shop=shop, at=at
    ).case


def follow(shop: Ports, post: Post, email: str, language: str = "en", at: datetime = AT) -> None:
    asked = codes.asked(post.id, email, email.encode().ljust(16, b"n")[:16], at)
    proof, code = codes.proof(ROOT_KEY, asked, sent=True), codes.code(ROOT_KEY, asked)
    sent = {"proof": proof, "code": code, "language": language}
    voting.vote(post.id, sent, Visit("a"), language="en", nonce=b"n" * 16, shop=shop, at=at)


def move(shop: Ports, id: str, to: str, at: datetime, answer: str = "") -> Post:
    post = shop.posts.by_id(id)
    assert post is not None
    return moderating.move(post, to, answer, shop, at, who="owner")


def settle(shop: Ports, at: datetime) -> Drained:
    return drain(shop, at)


def text(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def both(letter: EmailMessage) -> str:
    return "".join(str(part.get_content()) for part in letter.walk() if part.get_content_maintype() == "text")


def test_the_code_s_letter_says_the_code_and_nothing_that_was_typed(shop: Ports, mailbox: Mailbox) -> None:
    post = leave(shop)

    settle(shop, AT)

    (letter,) = mailbox.to("anna@example.org")
    asked = posting.code_for(post, TERMS, ROOT_KEY)
    assert asked is not None
    assert letter["Subject"] == "Your code — Clay & Leaf"
    assert codes.code(ROOT_KEY, asked) in text(letter)
    assert letter["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(("language", "subject"), [("en", "Your code"), ("ru", "Ваш код")])
def test_the_code_comes_in_the_visitor_s_language(
    shop: Ports, mailbox: Mailbox, language: str, subject: str
) -> None:
    leave(shop, language=language)

    settle(shop, AT)

    assert mailbox.to("anna@example.org")[0]["Subject"].startswith(subject)


def test_a_code_that_is_worth_nothing_any_more_is_not_sent(shop: Ports, mailbox: Mailbox) -> None:
    leave(shop)

    settle(shop, AT + codes.LIFE)

    assert mailbox.to("anna@example.org") == []
    assert shop.outbox.waiting(10) == []


def test_the_owner_reads_everything_and_how_to_reach_the_author(shop: Ports, mailbox: Mailbox) -> None:
    leave(shop, text="first line\nAnother <b>line")

    settle(shop, AT)

    (letter,) = mailbox.to("Clay & Leaf <hello@shop.example>")
    assert letter["Subject"] == "An idea from a visitor: please look at it"
    # An answer would quote the link that acts for the shop.
    assert letter["Reply-To"] is None
    for said in ("> Больше чая", "> first line\n> Another <b>line", "Anna", "anna@example.org", "/ru/order/",
                 "https://shop.example/desk/act/"):  # fmt: skip
        assert said in text(letter), said
    assert "Another &lt;b&gt;line" in both(letter)


def test_the_owner_is_told_why_something_is_doubted(shop: Ports, mailbox: Mailbox) -> None:
    leave(shop, subject="a robot", kind="problem")

    settle(shop, AT)

    (letter,) = mailbox.letters
    assert letter["Subject"] == "A problem from a visitor"
    assert "A field was filled in that people do not see." in text(letter)
    assert "Only you and whoever wrote it know of this." in text(letter)


_words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Cn", "Co")), max_size=60)


@pytest.fixture
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Any:
    @contextmanager
    def opened() -> Iterator[tuple[Ports, Mailbox]]:
        folder, box = tmp_path_factory.mktemp("fresh"), Mailbox()
        publish(folder / "dist")
        ports = replace(embedded(str(folder / "dist"), folder / "state", root_key=ROOT_KEY), mailer=box)
        try:
            yield ports, box
        finally:
            ports.close()

    return opened


@given(name=_words, title=_words, words=_words, kind=st.sampled_from(["idea", "review"]))
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
def test_no_eight_characters_of_a_visitor_reach_an_address_that_nobody_has_confirmed(
    fresh: Any, name: str, title: str, words: str, kind: str
) -> None:
    typed = {"contact": {"name": f"Aq{name}zX7", "email": "anna@example.org"}, "title": f"zQ{title}7Kx",
             "text": f"kW{words}9Jv", "page": "/pageQ8z7w/", "kind": kind}  # fmt: skip
    more = {"stars": 5, "sku": "TEA-1"} if kind == "review" else {}
    with fresh() as (shop, box):
        left = leave(shop, **typed, **more)
        voting.vote(
            left.id, {"email": "b@example.org", "language": "en"}, Visit("a"),
            language="en", nonce=b"n" * 16, shop=shop, at=AT,
        )  # fmt: skip
        settle(shop, AT)

        for letter in (*box.to("anna@example.org"), *box.to("b@example.org")):
            said = "\n".join(
                [both(letter), *(f"{key}: {value}" for key, value in letter.items() if key != "To")]
            )
            for whole in (left.author.name, left.title, left.text, left.page):
                for start in range(len(whole) - 7):
                    assert whole[start : start + 8] not in said


def test_what_changes_in_a_day_is_told_in_one_letter_in_the_evening(shop: Ports, mailbox: Mailbox) -> None:
    first, second = leave(shop), leave(shop, "second-key", title="Second idea")
    for post in (first, second):
        move(shop, post.id, OPEN, AT)
        follow(shop, post, "bert@example.org", at=AT + timedelta(minutes=1))
    move(shop, first.id, PLANNED, AT + timedelta(hours=1), "We <do> it.")
    move(shop, second.id, DECLINED, AT + timedelta(hours=2), "Sorry, no.")

    settle(shop, AT + timedelta(hours=3))
    assert mailbox.to("bert@example.org") == []
    settle(shop, EVENING)
    settle(shop, EVENING + DAY)

    (letter,) = mailbox.to("bert@example.org")
    assert letter["Subject"] == "News about ideas you voted for — Clay & Leaf"
    for said in ("Больше чая", "Second idea", "Planned", "Not for now", "> We <do> it.", "> Sorry, no.",
                 f"https://shop.example/ideas/{first.id}/"):  # fmt: skip
        assert said in text(letter), said
    assert "We &lt;do&gt; it." in both(letter)
    assert "anna@example.org" not in both(letter)


def test_a_change_after_the_evening_is_told_the_next_day(shop: Ports, mailbox: Mailbox) -> None:
    post = leave(shop)
    move(shop, post.id, OPEN, AT)
    follow(shop, post, "bert@example.org", "ru", AT + timedelta(minutes=1))
    move(shop, post.id, PLANNED, AT + timedelta(hours=1))
    settle(shop, EVENING)
    move(shop, post.id, OPEN, EVENING + timedelta(seconds=1))

    settle(shop, EVENING + timedelta(minutes=5))
    assert len(mailbox.to("bert@example.org")) == 1
    settle(shop, EVENING + DAY)

    first, second = mailbox.to("bert@example.org")
    assert "В планах" in text(first)
    assert "Опубликована, за неё можно голосовать" in text(second)


def test_what_is_not_shown_any_more_by_then_is_not_told(shop: Ports, mailbox: Mailbox) -> None:
    post = leave(shop)
    move(shop, post.id, OPEN, AT)
    follow(shop, post, "bert@example.org", at=AT + timedelta(minutes=1))
    move(shop, post.id, PLANNED, AT + timedelta(hours=1))
    settle(shop, AT + timedelta(hours=1))
    move(shop, post.id, REJECTED, AT + timedelta(hours=2))

    done = settle(shop, EVENING)

    assert (done.sent, done.kept) == (0, 1)
    assert mailbox.to("bert@example.org") == []


def test_whoever_votes_after_a_change_is_not_told_of_it(shop: Ports, mailbox: Mailbox) -> None:
    first, second = leave(shop), leave(shop, "second-key", title="Second idea")
    for post in (first, second):
        move(shop, post.id, OPEN, AT)
    move(shop, first.id, PLANNED, AT + timedelta(hours=1))
    for post in (first, second):
        follow(shop, post, "bert@example.org", at=AT + timedelta(hours=2))
    move(shop, second.id, PLANNED, AT + timedelta(hours=3))

    settle(shop, AT + timedelta(hours=3))
    settle(shop, EVENING)

    (letter,) = mailbox.to("bert@example.org")
    assert "Second idea" in text(letter)
    assert "Больше чая" not in text(letter)


def test_the_author_who_has_confirmed_the_address_hears_that_it_is_published(
    shop: Ports, mailbox: Mailbox
) -> None:
    post = leave(shop)
    asked = posting.code_for(post, TERMS, ROOT_KEY)
    assert asked is not None
    confirmed = {"proof": codes.proof(ROOT_KEY, asked, sent=True), "code": codes.code(ROOT_KEY, asked)}
    voting.vote(post.id, confirmed, Visit("a"), language="en", nonce=b"n" * 16, shop=shop, at=AT)
    move(shop, post.id, OPEN, AT + timedelta(hours=1))

    settle(shop, AT + timedelta(hours=1))
    settle(shop, EVENING)

    assert "Published: votes are welcome" in text(mailbox.to("anna@example.org")[-1])


def news(shop: Ports, mailbox: Mailbox) -> EmailMessage:
    post = leave(shop)
    move(shop, post.id, OPEN, AT)
    follow(shop, post, "bert@example.org", at=AT + timedelta(minutes=1))
    move(shop, post.id, PLANNED, AT + timedelta(hours=1))
    settle(shop, AT + timedelta(hours=1))
    settle(shop, EVENING)
    return mailbox.to("bert@example.org")[0]


def link(letter: EmailMessage, words: str) -> str:
    found = re.search(re.escape(words) + r":\n(\S+)", text(letter))
    assert found is not None
    return found[1].removeprefix("https://shop.example")


@pytest.mark.parametrize("words", ["No more letters about this idea", "No more letters about any idea"])
def test_a_letter_s_link_shows_a_button_and_ends_nothing_by_itself(
    shop: Ports, mailbox: Mailbox, pages: Client, words: str
) -> None:
    path = link(news(shop, mailbox), words)

    looks = [pages.send(method, path, b"", {}) for method in ("GET", "HEAD", "GET")]
    before = [vote.email for vote in shop.votes.of_post(f"{KEY:0<16}")]
    done = pages.submit(urlsplit(path).path, looks[0].fields)

    assert [look.status for look in looks] == [200] * 3
    assert well_formed(looks[0])
    assert before == ["bert@example.org"]
    assert (done.status, well_formed(done)) == (200, True)
    assert [vote.email for vote in shop.votes.of_post(f"{KEY:0<16}")] == [None]


def test_a_mail_program_ends_it_with_one_click(shop: Ports, mailbox: Mailbox, pages: Client) -> None:
    letter = news(shop, mailbox)

    # RFC 8058: a mail program reads it as it stands, on one line and never as encoded words.
    assert re.search(rb"^List-Unsubscribe: <https://shop\.example/\S+>\r$", mailbox.last, re.MULTILINE)
    address = str(letter["List-Unsubscribe"]).strip("<>").removeprefix("https://shop.example")
    answer = pages.submit(address, {"List-Unsubscribe": "One-Click"})

    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert answer.status == 200
    assert [vote.email for vote in shop.votes.of_post(f"{KEY:0<16}")] == [None]


def test_a_mail_program_may_send_its_click_in_parts(shop: Ports, mailbox: Mailbox, pages: Client) -> None:
    address = str(news(shop, mailbox)["List-Unsubscribe"]).strip("<>").removeprefix("https://shop.example")
    body = b'--cut\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--cut--\r\n'

    answer = pages.send("POST", address, body, {"content-type": "multipart/form-data; boundary=cut"})

    assert answer.status == 200
    assert [vote.email for vote in shop.votes.of_post(f"{KEY:0<16}")] == [None]


def test_whoever_wants_no_more_letters_gets_none_that_is_written_already(
    shop: Ports, mailbox: Mailbox, pages: Client
) -> None:
    letter = news(shop, mailbox)
    move(shop, f"{KEY:0<16}", OPEN, EVENING + timedelta(hours=1))
    settle(shop, EVENING + timedelta(hours=1))
    pages.submit(link(letter, "No more letters about any idea"), {})

    assert settle(shop, EVENING + DAY).kept == 1
    assert len(mailbox.to("bert@example.org")) == 1


def unfollowed(pages: Client, id: str, token: str) -> Answer:
    return pages.post(f"/api/feedback/{id}/unfollow", {"token": token})


def test_a_token_is_worth_something_for_its_own_post_and_a_year(
    shop: Ports, mailbox: Mailbox, pages: Client
) -> None:
    path = urlsplit(link(news(shop, mailbox), "No more letters about this idea")).path
    token, id = path.rpartition("/")[2], path.split("/")[3]
    forged = f"{token[:-1]}{'A' if token[-1] != 'A' else 'B'}"

    refused = [
        unfollowed(pages, *each) for each in (("all", token), ("0" * 32, token), (id, forged), (id, "x"))
    ]

    assert [answer.status for answer in refused] == [404] * 4
    assert pages.get(f"/api/feedback/{id}/unfollow/{forged}").status == 404
    assert unfollowed(pages, id, token).status == 200


def test_an_address_that_is_silenced_gets_no_news(shop: Ports, mailbox: Mailbox) -> None:
    bounces.silence("bert@example.org", bounces.COMPLAINT, shop, AT)
    post = leave(shop)
    move(shop, post.id, OPEN, AT)
    follow(shop, post, "bert@example.org", at=AT + timedelta(minutes=1))
    move(shop, post.id, PLANNED, AT + timedelta(hours=1))
    settle(shop, AT + timedelta(hours=1))

    assert settle(shop, EVENING).kept == 1
    assert mailbox.to("bert@example.org") == []


@pytest.mark.parametrize(("day", "hour"), [(date(2026, 3, 29), 16), (date(2026, 10, 25), 17)])
def test_the_evening_is_the_shop_s_own_whatever_the_clocks_did(shop: Ports, day: date, hour: int) -> None:
    morning = datetime.combine(day, time(8), UTC)
    post = leave(shop, at=morning)
    move(shop, post.id, OPEN, morning)
    follow(shop, post, "bert@example.org", at=morning + timedelta(minutes=1))
    move(shop, post.id, PLANNED, morning + timedelta(hours=1))
    settle(shop, morning + timedelta(hours=1))

    (waiting,) = shop.outbox.waiting(10)

    assert waiting.due_at == datetime.combine(day, time(hour), UTC)


@pytest.mark.parametrize("author", [True, False])
def test_a_code_that_came_back_silences_the_address_and_flags_the_author_s_own_post(
    shop: Ports, author: bool
) -> None:
    post = leave(shop)
    move(shop, post.id, OPEN, AT)
    email = "anna@example.org" if author else "bert@example.org"
    asked = codes.asked(post.id, email, b"n" * 16, AT)
    told = about(post_messages.of_code(asked, "c" * 32, "en", AT), shop, AT)
    assert told is not None

    told.came_back(bounces.UNDELIVERABLE, AT)

    after = shop.posts.by_id(post.id)
    assert after is not None
    assert bounces.silenced(email, shop) == bounces.UNDELIVERABLE
    assert after.flags == ((bounces.UNDELIVERABLE,) if author else ())


def test_a_letter_with_a_code_tells_of_the_address_and_not_of_the_post(shop: Ports) -> None:
    post = leave(shop)

    (letter,) = shop.outbox.about(post.contacts[0])

    assert letter.event == "idea_code"


TRICKS = (
    "<script>alert(1)</script>", "{{ 7*7 }}", "javascript:alert(1)", '"><img src=x onerror=alert(1)>', "=1+1",
    "Bcc: c@example.org", "=?utf-8?q?=0ABcc:_c@example.org?=",
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("trick", TRICKS)
def test_every_letter_is_one_that_mail_programs_understand_whatever_was_typed(
    shop: Ports, mailbox: Mailbox, site: Path, language: str, trick: str
) -> None:
    publish(site, terms=replace(TERMS, languages=(language,)))
    post = leave(shop, title=trick, text=trick, language=language, page=f"/{trick}/",
                 contact={"name": trick, "email": "anna@example.org"})  # fmt: skip
    move(shop, post.id, OPEN, AT)
    follow(shop, post, "bert@example.org", language, AT + timedelta(minutes=1))
    move(shop, post.id, DECLINED, AT + timedelta(minutes=2), trick)

    settle(shop, AT + timedelta(minutes=3))
    settle(shop, EVENING)

    assert len(mailbox.letters) == 3
    for letter in mailbox.letters:
        html = letter.get_body(("html",))
        assert html is not None
        shown = str(html.get_content())
        assert f'lang="{language}"' in shown
        for markup in ("<script", "<img", 'href="javascript:'):
            assert markup not in shown
        assert "c@example.org" not in "".join(letter.get_all("Bcc", []) + letter.get_all("Cc", []))
        assert len(letter.get_all("To")) == len(letter.get_all("Subject")) == 1
        assert "\n" not in letter["Subject"]
        assert "49" not in letter["Subject"]
