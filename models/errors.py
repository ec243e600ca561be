"""The error tree. Whatever a foreign library raises is translated into one of these at one boundary.

KehoachError
├── UsageError            what was asked cannot be done as asked (no such plan, two plans match)
├── ReadError             one file cannot be read; it fails alone, the batch goes on
│   ├── EmptyFile         nothing in it
│   ├── TooLarge          beyond a bound on bytes, characters or pages
│   ├── UnknownFormat     the content is of no format that is read here
│   ├── UnknownEncoding   text, but in no encoding that can be told
│   ├── DamagedFile       of a known format, but broken beyond reading
│   ├── NeedsPassword     encrypted
│   ├── NeedsOcr          pages without a usable text layer, and no OCR on this machine
│   ├── NoTextFound       read to its end, OCR included, and no text is in it
│   ├── MissingTool       a program that this format needs is not installed
│   ├── Unsafe            what it holds is refused: a bomb, a macro, an external entity
│   ├── TookTooLong       reading it did not end within its time
│   ├── ReaderDied        reading it ended the process that read it, or took more memory than allowed
│   └── Classified        marked MẬT, TỐI MẬT or TUYỆT MẬT, and the office has not allowed those
└── StoreError            the database or the folder of originals cannot be used
    ├── StoreBusy         another process holds it
    ├── StoreReadOnly     it cannot be written
    ├── StoreUnreachable  the server that holds it does not answer, or not this user
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


class DamagedFile(ReadError):
    """The content is of a known format, but broken beyond reading."""


class NeedsPassword(ReadError):
    """The file is encrypted."""


class NeedsOcr(ReadError):
    """Pages have no usable text layer and there is no OCR on this machine; the message names the pages."""


class NoTextFound(ReadError):
    """The file was read to its end, by OCR too where that is there, and no text is in it."""


class MissingTool(ReadError):
    """A program that this format needs is not installed; the message says which and how to get it."""


class Unsafe(ReadError):
    """What the file holds is refused: it expands without measure, carries a program, or names outside entities."""


class TookTooLong(ReadError):
    """Reading the file did not end within its time."""


class ReaderDied(ReadError):
    """Reading the file ended the process that read it, or took more memory than allowed."""


class Classified(ReadError):
    """The document bears a degree of secrecy and the office has not allowed such documents."""


class StoreError(KehoachError):
    """The database or the folder of originals cannot be used."""


class StoreBusy(StoreError):
    """Another process holds the database."""


class StoreReadOnly(StoreError):
    """The database or the folder of originals cannot be written."""


class StoreUnreachable(StoreError):
    """The server of the database does not answer, or does not let this user in."""


class StoreFull(StoreError):
    """No room is left on the disk."""
