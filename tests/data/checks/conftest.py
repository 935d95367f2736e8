"""Properties are given the time they need: tables are built at the first call, and machines are busy."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
