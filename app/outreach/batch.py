"""Nearly the same text in drafts that go out together. Pure, and whatever the order of the drafts."""

import hashlib
import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct

from app.domain.context import Context
from app.domain.draft import Draft
from app.domain.history import SameText, alike
from app.outreach.masking import masked_sentences

# A sentence may stand in as many versions of a text as there are drafts, and comparing each with each is work for an
# hour. Of more than so many versions, these few, always the same, stand for all: plenty to tell that text is a mailing.
VERSIONS = 100
KEYS = 50  # by which the people of a batch are known again in what is on record

Person = str | int  # a recipient's `ref`, or the place of a draft without one


class Version(Struct, frozen=True):
    """What drafts of the same sentences have in common.

    Attributes:
        forms: the masked sentences that stand in other drafts, too.
        count: how many sentences there are in all.
        share: how much of the shorter text makes another one alike.

    """

    forms: frozenset[str]
    count: int
    share: float


class Reach(Struct, frozen=True):
    """To whom nearly the text of a version goes, its own readers among them, and the sentences that they share."""

    people: frozenset[Person]
    keys: tuple[str, ...]
    forms: frozenset[str]


def same_texts(
    drafts: Sequence[tuple[Draft, Context]], shares: Sequence[float], key: Callable[[str], str] | None = None
) -> list[SameText | None]:
    """Compare drafts with each other, before any is sent.

    Args:
        drafts: each with its context; drafts for one `recipient.ref` count as one.
        shares: for each draft, how much of the shorter text makes two alike, as its `mass-message` says.
        key: the keyed hash of a `recipient.ref`; without one, nobody is known again.

    Returns:
        For each draft, to how many other recipients nearly the same text would go; None where to nobody.

    """
    messages = [masked_sentences(draft, context) for draft, context in drafts]
    uses = Counter(chain.from_iterable(messages))
    versions = [
        Version(frozenset(form for form in message if uses[form] > 1), len(message), share)
        for message, share in zip(messages, shares, strict=True)
    ]
    people = [_who(context) or place for place, (_, context) in enumerate(drafts)]
    readers: dict[Version, set[Person]] = defaultdict(set)
    for version, person in zip(versions, people, strict=True):
        readers[version].add(person)
    reached = _reached(readers, key)
    return [
        _same_text(message, reached[version], person, key)
        for message, version, person in zip(messages, versions, people, strict=True)
    ]


def _reached(readers: Mapping[Version, set[Person]], key: Callable[[str], str] | None) -> dict[Version, Reach]:
    refs = (person for people in readers.values() for person in people if isinstance(person, str))
    keys: dict[Person, str] = {ref: key(ref) for ref in refs} if key else {}
    versions = sorted(readers, key=_digest)
    bearers: dict[str, list[int]] = defaultdict(list)
    for place, version in enumerate(versions):
        for form in version.forms:
            if len(bearers[form]) < VERSIONS:
                bearers[form].append(place)
    return {
        version: _reach([versions[other] for other in _alike(place, versions, bearers)], version, readers, keys)
        for place, version in enumerate(versions)
    }


def _alike(place: int, versions: Sequence[Version], bearers: Mapping[str, Sequence[int]]) -> Iterator[int]:
    """Yield the places of nearly the same texts; this one's among them, as several drafts may bear it."""
    version = versions[place]
    shared = Counter(chain.from_iterable(bearers[form] for form in version.forms))
    shared[place] = len(version.forms)
    for other, count in shared.items():
        if alike(count, min(version.count, versions[other].count), version.share):
            yield other


def _reach(
    alikes: Sequence[Version],
    version: Version,
    readers: Mapping[Version, set[Person]],
    keys: Mapping[Person, str],
) -> Reach:
    people = frozenset[Person]().union(*(readers[other] for other in alikes))
    known = heapq.nsmallest(KEYS + 1, (keys[person] for person in people if person in keys))
    forms = frozenset[str]().union(*(other.forms for other in alikes))
    return Reach(people, tuple(known), version.forms & forms)


def _digest(version: Version) -> bytes:
    return hashlib.blake2b("\n".join(sorted(version.forms)).encode("utf-8", "replace"), digest_size=8).digest()


def _who(context: Context) -> str | None:
    return context.recipient.ref if context.recipient else None


def _same_text(
    message: Mapping[str, str], reach: Reach, person: Person, key: Callable[[str], str] | None
) -> SameText | None:
    others = len(reach.people) - (person in reach.people)
    if not others:
        return None
    own = key(person) if key and isinstance(person, str) else None
    return SameText(
        recipients=others,
        sentences=tuple(sentence for form, sentence in message.items() if form in reach.forms),
        keys=tuple(one for one in reach.keys if one != own)[:KEYS],
    )
