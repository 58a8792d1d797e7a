"""Jobs to answers: children are started, watched and relieved, and what they found goes out in the order of the jobs.

A document is answered when it is complete, a container before its members. A child that reads several files and fails
costs only the one that it was at, and that is tried once more alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import BinaryIO

from search.extract.assembling import finished
from search.extract.caps import Caps
from search.extract.extracted import Status
from search.extract.isolation.found import Found, begin, for_another_reader
from search.extract.isolation.frames import write
from search.extract.isolation.job import UNKNOWN, Answer, Job
from search.extract.isolation.journal import Journal
from search.extract.isolation.members import Names, receive_member
from search.extract.isolation.opening import CHANGED, changed, look_again
from search.extract.isolation.ward import Stopped, Ward
from search.extract.pieces import Remark

BATCH_FILES = 256
BATCH_BYTES = 8 << 20

_NOTHING_KNOWN = asdict(UNKNOWN)


@dataclass(slots=True)
class Batch:
    """What one child may be given, in order, with answers between that are known already."""

    items: list[Job | Answer] = field(default_factory=list)
    size: int = 0
    is_full: bool = False

    def has_room_for(self, item: Job | Answer) -> bool:
        """Whether `item` may come along."""
        if not self.items or not isinstance(item, Job) or item.reader is None:
            return not self.is_full
        return not self.is_full and not item.reader.alone and self.size + item.size <= BATCH_BYTES

    def add(self, item: Job | Answer) -> None:
        """Take `item` along."""
        self.items.append(item)
        if isinstance(item, Job) and item.reader is not None:
            self.size += item.size
            self.is_full = item.reader.alone or self.size >= BATCH_BYTES
        self.is_full = self.is_full or len(self.items) >= BATCH_FILES

    def empty(self) -> list[Job | Answer]:
        """What was in it."""
        items, self.items, self.size, self.is_full = self.items, [], 0, False
        return items


class Answering:
    """Answers with frames into the pipe `answers`. SystemExit when nobody reads from it any more."""

    def __init__(self, caps: Caps, journal: Journal, answers: BinaryIO) -> None:
        self._caps, self._journal, self._answers = caps, journal, answers

    def answer(self, items: Iterable[Job | Answer]) -> None:
        """Answer `items`, in order. No more of them are asked for than a child is given."""
        batch = Batch()
        for item in items:
            if not batch.has_room_for(item):
                self._read(batch.empty())
            batch.add(item)
            if batch.is_full:
                self._read(batch.empty())
        self._read(batch.empty())

    def _read(self, items: Sequence[Job | Answer], *, again: bool = False) -> None:
        """Answer `items`. `again`: they had changed while they were read for the first time."""
        if not items:
            return
        done = 0
        while done < len(items):
            done += self._read_with_one_child(items[done:], again)
        self._answers.flush()

    def _read_with_one_child(self, items: Sequence[Job | Answer], again: bool) -> int:
        """Answer the first of `items`, and as many more as the child of the first one lives for; how many these are."""
        jobs = [item for item in items if isinstance(item, Job) and item.reader is not None]
        if not jobs:
            for item in items:
                self._answer_unread(item)
            return len(items)
        is_file = jobs[0].place is None
        if is_file:
            self._journal.note(job.path for job in jobs)
        left = len(jobs)
        with Ward(jobs, self._caps, self._late, self._answers.fileno()) as ward:
            for place, item in enumerate(items, 1):
                if not isinstance(item, Job) or item.reader is None:
                    self._answer_unread(item)
                    continue
                if is_file and self._journal.is_narrow:
                    self._journal.note(job.path for job in jobs[-left:])
                left -= 1
                found = begin(item, self._caps)
                try:
                    self._follow(ward, found)
                except Stopped as stopped:
                    if len(jobs) > 1 and not found.opened:
                        self._read([item], again=again)
                    else:
                        found.assembly.remarks.append(Remark(stopped.status, stopped.reason))
                        self._finish(ward, found, again)
                    return place
                self._finish(ward, found, again)
        return len(items)

    def _follow(self, ward: Ward, found: Found) -> None:
        """Take in what the child tells of a document, to its end, and answer what is inside it."""
        ward.begin(found.job)
        members = Batch()
        names = Names()
        try:
            while True:
                header, body = ward.frame()
                member = _taken(header, body, ward, found, names)
                if member is not None:
                    if not members.has_room_for(member):
                        ward.pause(lambda: self._read(members.empty()))
                    members.add(member)
                    if not found.opened:
                        ward.pause(lambda: self._open(ward, found))
                    if members.is_full:
                        ward.pause(lambda: self._read(members.empty()))
                    if (excess := found.job.room.excess) is not None:
                        raise ward.stopped(Status.PARTIAL, excess)
                if "end" in header:
                    ward.pause(lambda: self._read(members.empty()))
                    return
        except Stopped:
            # What could be had of a container that came to a bad end is still read.
            self._read(members.empty())
            raise

    def _finish(self, ward: Ward, found: Found, again: bool) -> None:
        """Answer a document of which nothing more is to come."""
        job, assembly = found.job, found.assembly
        anew = look_again(job)
        if found.opened:
            if anew is not None:
                assembly.remarks.append(Remark(Status.PARTIAL, CHANGED))
            # What there was too much of may have been in the last file in it.
            if job.room.excess is not None:
                assembly.remarks.append(Remark(Status.PARTIAL, job.room.excess))
            self._close(found)
        elif anew is not None:
            self._read([changed(job) if again else anew], again=True)
        elif (other := for_another_reader(found)) is not None:
            self._read([other], again=again)
            return  # it has the same file
        else:
            self._tell(found, ward.seconds, found.peak or ward.peak)
        job.file.close()

    def _answer_unread(self, item: Job | Answer) -> None:
        """Answer what no reader is needed for."""
        if not isinstance(item, Job):
            write(self._answers, item)
            return
        found = begin(item, self._caps)
        if not item.size and item.trouble is None:
            found.assembly.remarks.append(Remark(Status.EMPTY, "0 bytes"))
        self._tell(found, 0.0, 0)
        item.file.close()

    def _late(self, path: str) -> None:
        self._journal.insist(path)
        self._answers.flush()

    def _open(self, ward: Ward, found: Found) -> None:
        """Answer a container before what is inside it; how it ended is said when it is closed."""
        found.opened = True
        self._tell(found, ward.seconds, found.peak)

    def _close(self, found: Found) -> None:
        end = finished(found.assembly, found.reader_name)
        closed = {"closed": True, "member": found.job.place, "status": end.status, "reason": end.reason}
        write(self._answers, closed | {"members": found.assembly.members})

    def _tell(self, found: Found, seconds: float, peak: int) -> None:
        read = finished(found.assembly, found.reader_name)
        document = {
            "type": read.type,
            "reader": read.reader,
            "status": read.status,
            "reason": read.reason,
            "metadata": _NOTHING_KNOWN if read.metadata is UNKNOWN else asdict(read.metadata),
            "units": found.units,
            "container": found.opened,
            "seconds": round(seconds, 3),
            "peak": peak,
        }
        write(self._answers, found.job.about | document, *found.texts)


def _taken(header: Answer, body: bytes, ward: Ward, found: Found, names: Names) -> Job | None:
    """The member, if `header` is of one; what else it says is added to `found`. Stopped when it cannot be meant."""
    try:
        found.take(header, body)
        if "member" not in header:
            return None
        found.assembly.members += 1
        return receive_member(header, ward, found, names)
    except Stopped:
        raise
    except OSError as error:
        raise ward.stopped(Status.FAILED, f"what is inside cannot be kept: {error.strerror}") from error
    except Exception as error:
        raise ward.nonsense() from error
