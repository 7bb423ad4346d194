"""From YAML, Markdown and pictures to the pages of a shop. Runs where pages are made, never in a function."""
