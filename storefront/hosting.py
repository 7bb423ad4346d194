"""What a static host must know: headers, redirects, the site map and the robots file."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from xml.sax.saxutils import escape

from shop.terms import Terms
from storefront.forwarding import Forwarding
from storefront.plan import Output

#: One source for every host. No page needs more than its own origin.
SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
        "object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}
#: Hosts say this of pages by themselves; a web server of one's own must be told.
FRESH = {"Cache-Control": "public, max-age=0, must-revalidate"}
#: Paths whose files never change under their name.
KEPT = ("/assets/*", "/images/*")
KEEPING = {"Cache-Control": "public, max-age=31536000, immutable"}
#: What pages of the shop's other sites load; its address stays, so it is not kept for long.
SHARED = ("/widget.js", "/widget/*")
SHARING = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=3600"}


def headers() -> str:
    """The `_headers` file of Netlify and its likes."""
    rules = {"/*": SECURITY} | dict.fromkeys(KEPT, KEEPING) | dict.fromkeys(SHARED, SHARING)
    lines = []
    for path, told in rules.items():
        lines += [path, *(f"  {name}: {value}" for name, value in told.items())]
    return "\n".join(lines) + "\n"


def is_shared(path: str) -> bool:
    """Whether pages of other sites may load it."""
    return any(fnmatchcase(path, shared) for shared in SHARED)


def redirects(terms: Terms, forwarding: Forwarding) -> str:
    """The `_redirects` file: the functions behind the shop's own origin, and a 404 in each language."""
    lines = list(forwarding.lines())
    lines += [f"/{language}/* /{language}/404.html 404" for language in terms.languages[1:]]
    return "\n".join(lines) + "\n"


def sitemap(terms: Terms, outputs: Iterable[Output]) -> str:
    rows = []
    for output in outputs:
        if not output.indexed:
            continue
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{language}" href="{escape(terms.url + path)}"/>'
            for language, path in output.alternates.items()
        )
        rows.append(f"<url><loc>{escape(terms.url + output.path)}</loc>{links}</url>")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        + "\n".join(rows)
        + "\n</urlset>\n"
    )


def robots(terms: Terms) -> str:
    return f"User-agent: *\nDisallow: /api/\nDisallow: /desk/\nSitemap: {terms.url}/sitemap.xml\n"
