"""The demo shop's pictures: still lifes composed as vector drawings and rendered to JPEG."""
