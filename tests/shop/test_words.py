from __future__ import annotations

import ast
import re
import string
from pathlib import Path

from shop import posts, tickets, words
from shop.bounces import COMPLAINT, UNDELIVERABLE
from shop.cases import ANSWERED, MERGED, NOTED, OPENED, VERIFIED, WROTE
from shop.events import CUSTOMER, ERASED, MOVED, OVERDUE, PLACED, RETURNED, SHOP
from shop.posts import KINDS
from shop.service import NO_LETTER
from shop.stages import STEPS
from shop.statuses import NEW, OWNER, REASONS, STATUSES
from shop.visits import DOUBTS

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = [*(ROOT / "templates" / "answers").rglob("*.*"), *(ROOT / "templates" / "letters").rglob("*.*")]


def placeholders(sentence: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def strings_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def called_in_templates() -> set[str]:
    return {code for file in TEMPLATES for code in re.findall(r"\bt\(\"(\w+)\"", file.read_text("utf-8"))}


def literals() -> set[str]:
    sources = [*(ROOT / "shop").glob("*.py"), *(ROOT / "functions").glob("*.py")]
    return set().union(*(strings_in(file) for file in sources if not file.name.endswith("words.py")))


def codes_passed(tree: ast.AST) -> set[str]:
    """The second argument, where it is written out, of say() and FieldError(), of refuse() and Refused()."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("say", "FieldError", "refuse", "Refused", "QuoteChanged") and len(node.args) > 1:
                code = node.args[1]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    found.add(code.value)
    return found


def of_tickets() -> set[str]:
    silent = {tickets.NEW, tickets.OPEN, tickets.HOLD}
    named = {f"topic_{topic}" for topic in tickets.TOPICS} | {f"rating_{word}" for word in tickets.RATINGS}
    named |= {f"ticket_step_{step}" for step in STEPS} | {f"day_{number}" for number in range(7)}
    named |= {f"ticket_is_{state}" for state in tickets.STATES}
    named |= {f"ticket_state_{state}" for state in {*tickets.STATES} - {tickets.HOLD, tickets.SPAM}}
    return named | {f"ticket_next_{state}" for state in {*tickets.STATES} - silent}


def of_the_desk() -> set[str]:
    answers = (tickets.SOLVED, tickets.PENDING, tickets.OPEN, tickets.HOLD)
    named = {f"act_{status}" for status in STATUSES if status != NEW}
    named |= {f"act_written_to{unless}" for unless in ("", "_unless")}
    named |= {f"who_{who}" for who in (CUSTOMER, OWNER, SHOP)}
    named |= {f"past_{event}" for event in (PLACED, MOVED, OVERDUE, RETURNED, ERASED)}
    named |= {f"past_{entry}" for entry in (OPENED, WROTE, ANSWERED, NOTED, MERGED, VERIFIED)}
    named |= {f"past_{tickets.REMINDED}"}
    named |= {f"act_answer_{state}" for state in answers}
    named |= {f"act_to_{state}" for state in {*posts.STATES} - {posts.PENDING, posts.DUPLICATE}}
    return named | {f"act_ticket_{state}" for state in (*answers, tickets.SPAM)}


def test_every_language_has_the_same_sentences_with_the_same_values() -> None:
    english = {code: placeholders(sentence) for code, sentence in words.WORDS["en"].items()}

    for language, sentences in words.WORDS.items():
        assert {code: placeholders(text) for code, text in sentences.items()} == english, language
        assert all(text.strip() == text and text for text in sentences.values())


def test_every_code_that_is_used_exists() -> None:
    used = called_in_templates()
    for folder in ("shop", "functions"):
        for file in (ROOT / folder).glob("*.py"):
            used |= codes_passed(ast.parse(file.read_text(encoding="utf-8")))

    assert len(used) > 60
    assert used - words.WORDS["en"].keys() == set()


def test_no_sentence_is_left_unused() -> None:
    named = {f"status_{status}" for status in STATUSES} | {f"reason_{reason}" for reason in REASONS}
    named |= {f"doubt_{doubt}" for doubt in DOUBTS}
    named |= {f"flag_{flag}" for flag in (UNDELIVERABLE, COMPLAINT, NO_LETTER)}
    named |= {f"letter_{file.stem}" for file in (ROOT / "templates" / "letters" / "en").iterdir()}
    named |= {f"next_{code}{soon}" for code in ("check", "call", "write") for soon in ("", "_soon")}
    named |= {f"next_{status}" for status in STATUSES if status != NEW}
    named |= of_tickets()
    named |= {f"post_{code}" for code in (*KINDS, *posts.STATES)}
    named |= of_the_desk()

    assert named <= words.WORDS["en"].keys()
    assert words.WORDS["en"].keys() - called_in_templates() - literals() - named == set()


def test_every_language_has_the_same_letters() -> None:
    folders = ROOT / "templates" / "letters"
    english = {file.name for file in (folders / "en").iterdir()}

    assert len(english) == 26
    assert {folder.name for folder in folders.iterdir() if folder.is_dir()} == words.WORDS.keys()
    for language in words.WORDS:
        assert {file.name for file in (folders / language).iterdir()} == english


def test_a_language_without_words_is_spoken_to_in_english() -> None:
    assert words.say("de", "too_long", limit=5) == "Please use no more than 5 characters."
    assert [words.spoken(language) for language in ("de", "en", "ru")] == ["en", "en", "ru"]
