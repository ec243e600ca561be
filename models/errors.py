"""The error tree. Whatever a foreign library raises is translated into one of these at one boundary.

KehoachError
├── UsageError            what was asked cannot be done as asked (no such plan, two plans match)
├── ReadError             one file cannot be read; it fails alone, the batch goes on
│   ├── EmptyFile         nothing in it
│   ├── TooLarge          beyond a bound on bytes, characters or pages
│   ├── UnknownFormat     the content is of no format that is read here
│   ├── UnknownEncoding   text, but in no encoding that can be told
│   └── Classified        marked MẬT, TỐI MẬT or TUYỆT MẬT, and the office has not allowed those
└── StoreError            the database or the folder of originals cannot be used
    ├── StoreBusy         another process holds it
    ├── StoreReadOnly     it cannot be written
    └── StoreFull         no room left on the disk
"""

from __future__ import annotations


class KehoachError(Exception):
    """Base of all errors that a user may see; the message says what failed and what to do."""


class UsageError(KehoachError):
    """What was asked cannot be done as asked."""


class ReadError(KehoachError):
    """One file cannot be read."""


class EmptyFile(ReadError):
    """The file holds nothing, or only white space."""


class TooLarge(ReadError):
    """The file is beyond a bound on its size."""


class UnknownFormat(ReadError):
    """The content is of no format that is read here."""


class UnknownEncoding(ReadError):
    """The bytes look like text, but in no encoding that can be told."""


class Classified(ReadError):
    """The document bears a degree of secrecy and the office has not allowed such documents."""


class StoreError(KehoachError):
    """The database or the folder of originals cannot be used."""


class StoreBusy(StoreError):
    """Another process holds the database."""


class StoreReadOnly(StoreError):
    """The database or the folder of originals cannot be written."""


class StoreFull(StoreError):
    """No room is left on the disk."""
