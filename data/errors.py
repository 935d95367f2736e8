"""What can go wrong, as one small tree.

DichteError
├── SettingError       a setting in the environment is unusable
├── StoreError         the store is missing, older or newer than the program
│   └── StoreBusy      another import is being written
├── BoundaryError      a boundary file can't be used; names feature, expected, got
├── SourceError        a mapping of a source can't be used; names file, key, expected, got
├── ClusterError       exposure can't be computed on this cluster or these partitions
├── KeyRefused         a key of the push API can't be made or found
├── AccountRefused     an account can't be made or changed like that
├── AuditBroken        the audit chain is not as it was sealed
├── ApprovalMissing    an act needs a second person's grant
├── ApprovalRefused    a grant can't be asked for or given like that
├── TracingRefused     a look, an export or a decision lacks what it needs (data/tracing/refused.py)
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


class ClusterError(DichteError):
    """Exposure can't be computed on this cluster or these partitions."""


class KeyRefused(DichteError):
    """A key of the push API can't be made or found."""


class AccountRefused(DichteError):
    """An account can't be made or changed like that."""


class AuditBroken(DichteError):
    """The audit chain is not as it was sealed, or that can't be proved."""


class ApprovalMissing(DichteError):
    """An act needs a second person's grant. `act`, `key` and `people` are what to ask for."""

    def __init__(self, message: str, act: str = "", key: str = "", people: int = 0) -> None:
        super().__init__(message)
        self.act, self.key, self.people = act, key, people


class ApprovalRefused(DichteError):
    """A grant can't be asked for or given like that."""


class SourceError(DichteError):
    """The mapping of a source can't be used."""


class StoreBusy(StoreError):
    """Another import is being written; nothing of this one was kept, and it may be tried again."""


class ImportRefused(DichteError):
    """A file can't be read at all; nothing of it was kept.

    Where one option would help, `option` names it (encoding, delimiter, sheet, layer) and `offered` its values.
    """

    def __init__(self, message: str, option: str = "", offered: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.option, self.offered = option, offered
