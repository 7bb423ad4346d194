"""What is new on the board, as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape

from storefront.board import changed
from storefront.posts import heading
from storefront.said import Idea
from storefront.site import Site
from storefront.urls import IDEAS, IDEAS_FEED
from storefront.viewer import Viewer

_ENTRIES = 50


def atom(site: Site, viewer: Viewer) -> str:
    """The latest posts and answers. Everything in it is text, never HTML."""
    latest = sorted(site.said.ideas, key=lambda idea: (changed(idea), idea.id), reverse=True)[:_ENTRIES]
    language, url = viewer.language, site.terms.url
    here = url + viewer.urls.path(language, IDEAS_FEED)
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">',
            f"<id>{escape(here)}</id>",
            f"<title>{escape(site.terms.name[language])}: {escape(str(viewer.words('ideas_title')))}</title>",
            f'<link rel="self" type="application/atom+xml" href="{escape(here)}"/>',
            f'<link href="{escape(url + viewer.urls.path(language, IDEAS))}"/>',
            f"<updated>{_time(changed(latest[0]) if latest else datetime.fromtimestamp(0, UTC))}</updated>",
            *(line for idea in latest for line in _entry(idea, site, viewer)),
            "</feed>\n",
        )
    )


def _entry(idea: Idea, site: Site, viewer: Viewer) -> Iterator[str]:
    address = site.terms.url + viewer.posts.url(idea.id)
    view = viewer.posts.idea(idea)
    yield f'<entry xml:lang="{idea.language}">'
    yield f"<id>{escape(address)}</id>"
    yield f"<title>{escape(heading(idea))}</title>"
    yield f'<link href="{escape(address)}"/>'
    yield f"<author><name>{escape(view.author)}</name></author>"
    yield f"<published>{_time(idea.opened_at)}</published><updated>{_time(view.changed)}</updated>"
    yield f'<category term="{escape(idea.state)}"/>'
    answer = f"\n\n{site.terms.name[viewer.language]}: {idea.answer.text}" if idea.answer else ""
    yield f'<content type="text">{escape(idea.text + answer)}</content>'
    yield "</entry>"


def _time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
