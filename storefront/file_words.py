"""What is said of files that cannot be read: the wrong ones, and YAML that makes no sense."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # files and folders
    "no_content": (
        "there is no such folder",
        "a shop's content is a folder with shop.yaml, catalog/ and pages/",
    ),
    "empty_content": ("the folder is empty", "start with shop.yaml, catalog/ and pages/home.md"),
    "no_shop": (
        "the shop has no shop.yaml",
        "it names the shop, its currency, languages, delivery and payment",
    ),
    "no_home": ("the shop has no front page", "write it in pages/home.md"),
    "no_catalog": ("there is nothing on sale", "write categories and products in {folder}/<category>.yaml"),
    "outside": ("this leads outside the content folder", "put the file itself here instead of a link to it"),
    "broken_link": ("this link leads nowhere", "put the file itself here, or remove the link"),
    "not_a_file": ("this is not an ordinary file", "remove it, or give it another name"),
    "folder_here": ("folders are not read here", "move its files to {folder}"),
    "not_a_folder": ("this should be a folder", "rename the file, and make a folder of this name"),
    "unreadable": ("the file cannot be read", "check that you have the right to open it"),
    "too_big": ("the file is larger than 1 MB", "split it into several files"),
    "not_utf8": ("the file is not saved as UTF-8 text", 'save it again with the encoding "UTF-8"'),
    "password": (
        "this looks like {kind}",
        "what stands in this folder is published: delete it, and have it replaced where it came from",
    ),
    "control": ("an invisible control character ({name}) is here", "delete it and type the text again"),
    "rename_yaml": ("this file is not read", "rename it to {name}"),
    "unknown_file": ("this file is not read", "{expected}"),
    "unknown_folder": ("this folder is not read", "{near}"),
    # YAML
    "empty_file": ("the file is empty", "write it, or remove the file"),
    "not_keys": ("the file should consist of keys and values", 'such as "name: Clay & Leaf"'),
    "duplicate_key": (
        "the key {key} is written twice here",
        "the first one is on line {line}; keep one of them",
    ),
    "anchor": ('anchors ("&") are not used here', 'write the text in quotes if it starts with "&"'),
    "alias": ('aliases ("*") are not used here', 'write the text in quotes if it starts with "*"'),
    "merge": ('merge keys ("<<") are not used here', "write the keys out"),
    "tag": ('tags ("!") are not used here', 'write the text in quotes if it starts with "!"'),
    "documents": ('a second document starts here ("---")', "keep one document in a file"),
    "too_deep": ("this is nested more than {depth} levels deep", "check the brackets and the indentation"),
    "odd_key": ("a key must be plain words", 'write the key in quotes if it starts with "[" or "{{"'),
    "no_front": (
        "the file does not start with its keys",
        'begin with a line "---", then the keys, then "---"',
    ),
    "open_front": ("the keys at the start are not closed", 'write a line "---" after the last key'),
    "tab": ("a tab is used for indentation", "use spaces, two for every level"),
    "open_quote": (
        "a quote is opened here and never closed",
        "write the closing quote at the end of the text",
    ),
    "after_quote": ("the text goes on after the closing quote", "put the whole text in {quotes}"),
    "second_colon": ("there is a second colon in this line", 'put the text in quotes: {key}: "{text}"'),
    "invisible": ("an invisible character ({name}) is here", "delete it and type an ordinary space"),
    "other_colon": ('{sign} stands here instead of ":"', "write {key}: {text}"),
    "after_bracket": ("the text goes on after the closing bracket", "put the whole text in quotes"),
    "no_space": ("there is no space after the colon", "write {key}: {text}"),
    "bad_start": ("a text may not start with {start}", "put the whole text in quotes"),
    "open_bracket": (
        'a "{bracket}" is opened here and not closed',
        'separate the items by commas and end with "{end}"',
    ),
    "list_here": ("a list cannot start on this line", 'put every item on its own line, starting with "- "'),
    "escape": ('a "\\" has a special meaning in double quotes', "use 'single quotes' for this text"),
    "block_text": ('the text stands on the same line as "|" or ">"', "start it on the next line, indented"),
    "indent": ("this line does not fit the lines above it", "keys of one group start in the same column"),
    "yaml": (
        "this cannot be understood",
        "check the colons, quotes and indentation here and on the line above",
    ),
}
