"""The pages of the board: its lists, one page for each idea, what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from storefront.board import HOT, STAGES, VIEWS
from storefront.plan import Crumb, Output
from storefront.posts import short
from storefront.said import Idea
from storefront.site import Site
from storefront.urls import IDEAS, IDEAS_FEED, ROADMAP, SIMILAR
from storefront.viewer import Viewer

_ON_ONE_PAGE = 30
_DESCRIPTION = 160


@dataclass(frozen=True, slots=True)
class Tab:
    """A list of the board that can be gone to."""

    name: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Turn:
    """Where the list goes on, and where it came from."""

    newer: str | None
    older: str | None


class BoardPages:
    """All pages of the board in one language."""

    def __init__(self, site: Site, viewer: Viewer) -> None:
        self._site, self._posts, self._board = site, viewer.posts, viewer.board
        self._words, self._language, self._urls = viewer.words, viewer.language, viewer.urls

    def outputs(self) -> Iterator[Output]:
        for name in VIEWS:
            yield from self._lists(name)
        yield self._roadmap()
        yield from (self._idea(idea) for idea in self._site.said.ideas)

    def _lists(self, name: str) -> Iterator[Output]:
        """One list, on as many pages as it needs; only the first list has a page when it is empty."""
        ideas = self._board.lists[name]
        starts = range(0, len(ideas), _ON_ONE_PAGE) or (range(1) if name == HOT else range(0))
        for number, start in enumerate(starts, start=1):
            more = start + _ON_ONE_PAGE < len(ideas)
            yield self._output(
                _path(name, number),
                "ideas",
                str(self._words("ideas_title")),
                description=str(self._words("ideas_text")),
                indexed=name == HOT and number == 1,
                current=name,
                ideas=tuple(map(self._posts.idea, ideas[start : start + _ON_ONE_PAGE])),
                turn=Turn(
                    newer=self._path(_path(name, number - 1)) if number > 1 else None,
                    older=self._path(_path(name, number + 1)) if more else None,
                ),
                tabs=self._tabs(),
                similar=SIMILAR,
                empty=self._board.empty,
            )

    def _roadmap(self) -> Output:
        columns = [(state, tuple(map(self._posts.idea, self._board.lists[state]))) for state in STAGES]
        title = str(self._words("roadmap_title"))
        return self._output(ROADMAP, "roadmap", title, columns=columns, crumbs=self._crumbs())

    def _idea(self, idea: Idea) -> Output:
        view = self._posts.idea(idea)
        return self._output(
            f"{IDEAS}{idea.id}/",
            "idea",
            view.heading,
            description=short(idea.text, _DESCRIPTION),
            indexed=idea.id not in self._board.originals,
            idea=view,
            crumbs=self._crumbs(),
        )

    def _tabs(self) -> tuple[Tab, ...]:
        counted = ((name, len(self._board.lists[name])) for name in VIEWS)
        return tuple(Tab(name, self._path(_path(name)), count) for name, count in counted if count)

    def _output(
        self,
        path: str,
        template: str,
        title: str,
        description: str = "",
        indexed: bool = True,
        **data: object,
    ) -> Output:
        return Output(
            path=self._path(path),
            template=template,
            title=title,
            description=description,
            data={
                "feed": self._path(IDEAS_FEED),
                "board": self._path(IDEAS),
                "roadmap": self._path(ROADMAP),
                **data,
            },
            indexed=indexed,
            alternates={language: self._urls.path(language, path) for language in self._site.terms.languages},
        )

    def _path(self, path: str) -> str:
        return self._urls.path(self._language, path)

    def _crumbs(self) -> tuple[Crumb, ...]:
        home = Crumb(str(self._words("home")), self._urls.home(self._language))
        return home, Crumb(str(self._words("ideas_title")), self._path(IDEAS))


def _path(name: str, number: int = 1) -> str:
    below = "" if name == HOT else f"{name}/"
    return f"{IDEAS}{below}" + (f"{number}/" if number > 1 else "")
