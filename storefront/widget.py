"""The feedback button for other sites: what it says in each language, and how it is put on a page."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from markupsafe import escape

from shop import consents, limits
from shop.posts import IDEA, PROBLEM, QUESTION, THANKS
from shop.words import say
from storefront.feedback import Button
from storefront.site import Site
from storefront.urls import FEEDBACK, WIDGET_SCRIPT, Urls
from storefront.viewer import Viewer
from storefront.words import Words


def sayings(viewer: Viewer) -> str:
    """What the widget says, as JSON: fetched once somebody opens it. On another site it says whose it is."""
    words, terms = viewer.words, viewer.site.terms
    kinds = {
        IDEA: words("feedback_idea"),
        PROBLEM: words("feedback_problem"),
        QUESTION: words("feedback_question"),
        THANKS: words("feedback_thanks"),
    }
    said = {
        "language": words.language,
        "title": words("feedback_title"),
        "close": words("close"),
        "kind": words("feedback_kind"),
        "kinds": kinds,
        "text": words("feedback_text"),
        "name": words("field_name"),
        "email": words("field_email"),
        "optional": words("field_optional"),
        "hint": words("feedback_email_hint"),
        "to": words("widget_to", shop=terms.name[words.language], host=urlsplit(terms.url).netloc).unescape(),
        "consent": say(words.language, "feedback_consent"),
        "privacy": words("feedback_privacy"),
        "privacy_page": viewer.privacy and terms.url + viewer.privacy,
        "agreed": consents.token(consents.FEEDBACK),
        "send": words("feedback_send"),
        "sending": words("feedback_sending"),
        "failed": words("feedback_failed"),
        "code": words("feedback_code"),
        "longest": {"text": limits.TEXT, "name": limits.NAME, "email": limits.EMAIL},
    }
    return json.dumps(said, ensure_ascii=False)


def snippet(site: Site, words: Words) -> str:
    """What is copied into a page of another site; its link works without the script."""
    terms, button, language = site.terms, site.button or Button(), words.language
    colour = f' colour="{button.colour}"' if button.colour else ""
    form = terms.url + Urls(terms.languages).path(language, FEEDBACK)
    label = escape(button.text[language] or words("feedback"))
    return (
        f'<script type="module" src="{terms.url}{WIDGET_SCRIPT}"></script>\n'
        f'<vitrina-feedback language="{language}" side="{button.side}"{colour}>\n'
        f'  <a href="{form}">{label}</a>\n'
        "</vitrina-feedback>"
    )
