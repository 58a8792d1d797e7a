"""The builder process: does the jobs that it is told on stdin, a line each, and says on stdout what it built."""

import ctypes
import gc
import signal
import sys

from search.index.jobs import decode_job, encode_built

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Work until stdin ends. A failed job is answered with an empty line: who asked does it again, and sees why."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    gc.disable()  # within a job nearly everything is let go of without it
    for line in sys.stdin:
        try:
            built = decode_job(line).run()
            said = encode_built(built) if built is not None else ""
        except Exception:
            said = ""
        print(said, flush=True)
        gc.collect()


if __name__ == "__main__":
    main()
