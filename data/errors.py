"""What can go wrong, as one small tree.

DichteError
├── SettingError       a setting in the environment is unusable
├── StoreError         the store is missing, older or newer than the program
├── BoundaryError      a boundary file can't be used; names feature, expected, got
└── ImportRefused      a whole file can't be read; nothing of it was kept

Every message says what was expected, what was found and what to do.
"""


class DichteError(Exception):
    """Base of every failure that Dichte explains to its reader."""


class SettingError(DichteError):
    """A setting in the environment is unusable."""


class StoreError(DichteError):
    """The store is missing, or older or newer than the program."""


class BoundaryError(DichteError):
    """A boundary file can't be used."""


class ImportRefused(DichteError):
    """A file can't be read at all; nothing of it was kept."""
