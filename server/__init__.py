"""The embedded home: pages and functions in one process on one's own machine."""
