"""Who may see what: rights by role, the units whose counts a reader sees exactly, and the reader of a request."""
