"""The command line's grammar, and the help that teaches it by example."""

import argparse
from collections.abc import Sequence
from pathlib import Path

COMMANDS = (
    *("add", "sync", "search", "show", "history", "diff", "entities", "entity", "judge", "judgements", "status"),
    *("remove", "forget", "verify", "rebuild", "backup", "restore", "doctor"),
)
JUDGEMENTS = ("same", "different", "reject", "retype", "rename", "watch", "undo")
SORTS = ("relevance", "newest", "oldest", "path", "seen", "modified")

OVERVIEW = """\
Cristal remembers every document it has ever seen and finds any of them as you type.

examples:
  cristal                        open the explorer (with no memory yet: on a sample collection)
  cristal ~/docs                 remember that folder in the background and open the explorer on it
  cristal add ~/docs ~/mail.txt  remember folders and files
  cristal sync                   look again: what is new, changed, renamed, gone
  cristal search 'budget "data centre" date:2024..2025'
  cristal show d12               the text of a document, by id or path
  cristal entities 'masayoshi'   who and what is named like that, however it is spelled
  cristal entity 'Arm'           everything about one of them
  cristal judge same e12 e56     both are one; cristal judge undo takes it back
  cristal status                 what is remembered, and what could not be read
  cristal history d12            its versions; cristal diff d12 shows what changed
  cristal search budget --as-of 2024-06-30
  cristal remove ~/docs          look at it no longer, and keep what is remembered
  cristal forget d12             purge a document for good
  cristal verify                 is everything as it was remembered
  cristal backup ~/kept.cristal  the whole memory in one file; cristal restore brings it back
  cristal rebuild                make index and names anew from the memory alone
  cristal doctor                 is everything well, and what to do when it is not
"""
DETAILS = """\
Every command takes --json (one JSON object), --memory DIR (or CRISTAL_MEMORY), --quiet and --no-color.
Exit codes: 0 found or done, 1 nothing found, 2 wrong use or bad input, 3 the memory is busy or damaged,
130 interrupted.
A folder that is called like a command: cristal ./search
"""
QUERY_HELP = """\
  budget minister            both words              budget OR minister        either
  "budget minister"          a phrase                "budget minister"~5       at most five words between, any order
  budget -minister           without a word          (tax OR budget) minister  groups
  minis*   w?ld              beginnings, patterns    minster~   minstr~2       one or two letters wrong
  /20[12]\\d/                 a regular expression on whole words
  title:budget author:smith path:reports/2024 type:pdf status:failed lang:fr
  from:altman to:board subject:"term sheet"  thread:d12       mails, and a whole conversation
  date:2024..2025-06  seen:yesterday  recorded:today  modified:"last week"
  entity:"Masayoshi Son"  person:Altman  org:Arm  place:Tokyo
  as-of:2024-06-30  versions:all  gone:only
"""


def command_place(words: Sequence[str]) -> int | None:
    """Where the command stands in a command line, after options only; None when it asks for the explorer."""
    place = 0
    while place < len(words) and words[place].startswith("-"):
        place += 2 if words[place] == "--memory" else 1
    return place if place < len(words) and words[place] in COMMANDS else None


def parser() -> argparse.ArgumentParser:
    """The parser of a command line that begins with a command."""
    common = _Parser("cristal", add_help=False)
    group = common.add_argument_group("everywhere")
    group.add_argument("--memory", metavar="DIR", help="the memory to use (default: CRISTAL_MEMORY, else your own)")
    group.add_argument("--json", action="store_true", help="print one JSON object")
    group.add_argument("--quiet", action="store_true", help="no progress, no hints")
    group.add_argument("--no-color", action="store_true", help="plain text (NO_COLOR does the same)")

    top = _Parser("cristal", OVERVIEW, DETAILS)
    top.add_argument("--version", action=_Version)
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    def command(name: str, summary: str, examples: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = commands.add_parser(
            name,
            prog=f"cristal {name}",
            help=summary,
            description=summary,
            epilog=f"examples:\n{examples}",
            parents=[common],
        )
        return made

    def as_of(made: argparse.ArgumentParser) -> None:
        made.add_argument("--as-of", metavar="DATE", help="as the memory stood at the end of that day")

    add = command(
        "add",
        "Remember folders and files.",
        "  cristal add ~/docs\n  cristal add report.pdf notes/\n  cristal add --history ~/handbook",
    )
    add.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    add.add_argument("--history", action="store_true", help="read the past of git work trees too")
    add.add_argument("--events", action="store_true", help="print progress as JSON events, one a line")
    sync = command(
        "sync",
        "Look again at everything remembered.",
        "  cristal sync --quiet     (fit for cron)\n  cristal sync --retry-failed",
    )
    sync.add_argument("--retry-failed", action="store_true", help="try again to read what could not be read")
    sync.add_argument("--events", action="store_true", help="print progress as JSON events, one a line")

    search = command("search", "Find documents.", QUERY_HELP)
    search.add_argument("query", metavar="QUERY")
    search.add_argument("--limit", type=_count, default=20, metavar="N")
    search.add_argument("--offset", type=_count, default=0, metavar="N")
    search.add_argument("--sort", choices=SORTS, default="relevance")
    as_of(search)

    show = command("show", "Print a document.", "  cristal show d12\n  cristal show ~/docs/report.pdf --json")
    show.add_argument("document", metavar="DOCUMENT", help="an id (d12), a version's id (v34) or a path")
    show.add_argument("--as-of", metavar="DATE", help="the version in force at the end of that day")

    entities = command(
        "entities",
        "List who and what is named, fuzzily by name.",
        "  cristal entities\n  cristal entities 'massayoshi sohn'\n  cristal entities --type place --limit 10",
    )
    entities.add_argument("name", nargs="?", default="", metavar="NAME")
    entities.add_argument("--type", metavar="T", help="person, organisation, place, group, money, date, ...")
    entities.add_argument("--limit", type=_count, default=50, metavar="N")
    entities.add_argument("--suggest", action="store_true", help="pairs that may be one, with what documents say")
    entities.add_argument("--ftm", action="store_true", help="print FollowTheMoney entities, one JSON object a line")
    as_of(entities)

    entity = command(
        "entity", "Everything about one entity.", "  cristal entity 'Sam Altman'\n  cristal entity e56 --json"
    )
    entity.add_argument("name", metavar="NAME", help="a name or an id (e56)")
    as_of(entity)

    judge = command(
        "judge",
        "Decide something about a name or one mention of it; it is kept apart from the documents and can be undone.",
        "  cristal judge same 'M. Son' 'Masayoshi Son'      both are one, called by the second name\n"
        "  cristal judge different e12 e56                  whatever rules say\n"
        "  cristal judge reject 'Chapter Four'              names nothing\n"
        "  cristal judge retype Jordan person               is of another type\n"
        "  cristal judge rename e12 'Masayoshi Son'         is to be called so\n"
        "  cristal judge watch e12                          is marked in lists\n"
        "  cristal judge reject d12@340                     only the mention at that place of a document\n"
        "  cristal judge undo 3f9c01ab                      takes a decision back, as `cristal judgements` lists it",
    )
    judge.add_argument("kind", choices=JUDGEMENTS, metavar="KIND", help=", ".join(JUDGEMENTS))
    judge.add_argument("subject", metavar="SUBJECT", help="a name, an id (e56) or a mention (d12@340, v34@340-353)")
    judge.add_argument("object", nargs="?", metavar="OBJECT", help="the other name, the type or the new name")
    judge.add_argument("--reason", metavar="TEXT", help="why, for whoever reads it later")
    judgements = command(
        "judgements",
        "List what people decided about names, or exchange it as lines of JSON.",
        "  cristal judgements\n  cristal judgements --export names.jsonl\n  cristal judgements --import names.jsonl",
    )
    either = judgements.add_mutually_exclusive_group()
    either.add_argument("--export", type=Path, metavar="FILE", help="write them to a file, - for stdout")
    either.add_argument("--import", type=Path, metavar="FILE", dest="import_", help="add those of a file, - for stdin")

    as_of(command("status", "What is remembered, and what could not be read.", "  cristal status --json"))

    history = command("history", "The versions of a document, and where it was.", "  cristal history d12")
    history.add_argument("document", metavar="DOCUMENT", help="an id (d12), a version's id (v34) or a path")
    diff = command(
        "diff",
        "What two versions of a document differ in, word by word.",
        "  cristal diff d12              (the last change)\n  cristal diff report.pdf 1 3\n"
        "  cristal diff d12 2024-01-01 2024-06-30",
    )
    diff.add_argument("document", metavar="DOCUMENT", help="an id (d12), a version's id (v34) or a path")
    diff.add_argument("before", nargs="?", metavar="FROM", help="a number in the history, a version's id or a date")
    diff.add_argument("after", nargs="?", metavar="TO")

    remove = command(
        "remove",
        "Look at a remembered folder or file no longer; what is remembered of it stays.",
        "  cristal remove ~/docs\n  cristal remove /media/disk --gone",
    )
    remove.add_argument("source", type=Path, metavar="SOURCE")
    remove.add_argument("--gone", action="store_true", help="it will not come back: its documents count as gone")
    forget = command(
        "forget",
        "Purge a document from memory and index for good.",
        "  cristal forget d12\n  cristal forget ~/docs/letter.txt --yes",
    )
    forget.add_argument("document", metavar="DOCUMENT", help="an id (d12) or a path")
    forget.add_argument("--yes", action="store_true", help="do not ask")

    command("verify", "Read everything and hold it against what was remembered.", "  cristal verify --json")
    command(
        "rebuild",
        "Make the index and the names anew from the memory alone; the originals are not needed.",
        "  cristal rebuild",
    )
    backup = command("backup", "Write the whole memory to one file, and check it.", "  cristal backup ~/kept.cristal")
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = command(
        "restore",
        "Make the memory again from a backup; one that is there is kept beside it.",
        "  cristal restore ~/kept.cristal --memory ~/again",
    )
    restore.add_argument("file", type=Path, metavar="FILE")
    command("doctor", "Check the memory, the index and the terminal.", "  cristal doctor")
    return top


def explorer_parser() -> argparse.ArgumentParser:
    """The parser of `cristal [PATH...]`."""
    top = _Parser("cristal", OVERVIEW, DETAILS)
    top.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="folders or files to remember and explore")
    top.add_argument("--memory", metavar="DIR", help="the memory to use (default: CRISTAL_MEMORY, else your own)")
    top.add_argument("--no-mouse", action="store_true", help="leave the mouse to the terminal")
    top.add_argument("--version", action=_Version)
    return top


class _Version(argparse.Action):
    """Prints the version and ends. It is looked up only then: that takes longer than to parse a command line."""

    def __init__(self, option_strings: Sequence[str], dest: str) -> None:
        super().__init__(option_strings, dest, nargs=0, help="print the version and exit")

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        parser.exit(message=f"cristal {version('cristal')}\n")


class _Parser(argparse.ArgumentParser):
    """Examples first, line breaks kept, one sentence for wrong use."""

    def __init__(self, prog: str, description: str | None = None, epilog: str | None = None, **rest: object) -> None:
        rest.pop("help", None)
        rest["formatter_class"] = argparse.RawDescriptionHelpFormatter
        super().__init__(prog=prog, description=description, epilog=epilog, **rest)  # type: ignore[arg-type]

    def error(self, message: str) -> None:  # type: ignore[override]
        """Wrong use: one sentence on stderr, exit 2."""
        self.exit(2, f"cristal: {message}; see `{self.prog} --help`\n")


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("must not be negative")
    return number
