"""The commands of `python -m data`, one file a subject."""
