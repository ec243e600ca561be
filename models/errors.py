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
├── FetchError            an address did not give what was asked of it; the other addresses go on
│   ├── Unreachable       no such host, no connection, no answer in time
│   ├── Untrusted         its certificate does not prove who it is
│   ├── NotPublic         the address, or one it redirects to, is not http(s) or lies in a network of one's own
│   ├── RobotsForbid      its robots.txt asks not to be fetched there
│   ├── AskedToWait       it answered 403, 429 or 503, or is left alone for having done so
│   ├── Withdrawn         404 or 410: it is no longer there
│   ├── BadAnswer         any other status that is no success, or an answer that breaks HTTP
│   └── TooMuch           beyond a bound on bytes, as sent or as unpacked, on time or on redirects
├── SourceError           what a source gave is no listing; not the same as a listing with nothing new
│   ├── EmptyListing      no row where there always were some
│   ├── LoginPage         it asks who one is
│   ├── Challenge         a page that sorts people from programs
│   ├── ChangedLayout     rows, but not what each of them must have
│   ├── BadFeed           no feed, sitemap or JSON of the form that was announced
│   └── SourceMissing     a folder or file that is not there
├── NotTaken              what was read is not among what a source takes
├── AnnounceError         a channel did not take an announcement; it is tried again
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


class FetchError(KehoachError):
    """An address did not give what was asked of it. `passing` tells whether asking again later may help."""

    passing = True


class Unreachable(FetchError):
    """No such host, no connection, or no answer in time."""


class Untrusted(FetchError):
    """The certificate of the host does not prove who it is."""


class NotPublic(FetchError):
    """The address, or one that it redirects to, is not http(s), or lies in a network that is not public."""

    passing = False


class RobotsForbid(FetchError):
    """The robots.txt of the host asks not to be fetched there (RFC 9309)."""

    passing = False


class AskedToWait(FetchError):
    """The host answered 403, 429 or 503, or is left alone for having done so."""


class Withdrawn(FetchError):
    """404 or 410: what was there is no longer."""

    passing = False


class BadAnswer(FetchError):
    """Another status that is no success, or an answer that breaks HTTP."""


class TooMuch(FetchError):
    """Beyond a bound on bytes, as sent or as unpacked, on time or on redirects."""

    passing = False


class SourceError(KehoachError):
    """What a source gave is no listing; that is not the same as a listing with nothing new."""


class EmptyListing(SourceError):
    """No row where there always were some."""


class LoginPage(SourceError):
    """The source asks who one is."""


class Challenge(SourceError):
    """A page that sorts people from programs."""


class ChangedLayout(SourceError):
    """There are rows, but not what each of them must have."""


class BadFeed(SourceError):
    """No feed, sitemap or JSON of the form that was announced."""


class SourceMissing(SourceError):
    """A folder or file of a source that is not there."""


class NotTaken(KehoachError):
    """What was read is not among what a source takes; no failure."""


class AnnounceError(KehoachError):
    """A channel did not take an announcement. `passing` tells whether trying again later may help."""

    passing = True
