"""Runs a program in a terminal of its own and types into it.

Reads {"command": [word, …], "steps": [[text to wait for, keys to type], …]} from stdin; answers with
all that the terminal showed, and ends as the program ended. Whoever waits longer than a minute for a
text gives up.
"""

import json
import os
import pty
import select
import signal
import sys

asked = json.load(sys.stdin)
child, terminal = pty.fork()
if child == 0:
    os.execvp(asked["command"][0], asked["command"])


def read(patience):
    """What the terminal shows next; nothing when the program is gone."""
    ready, _, _ = select.select([terminal], [], [], patience)
    if not ready:
        os.kill(child, signal.SIGKILL)
        sys.exit(f"nothing came: {shown!r}")
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


shown = b""
seen = 0
for text, keys in asked["steps"]:
    while (found := shown.find(text.encode(), seen)) < 0:
        more = read(60)
        if not more:
            sys.exit(f"it ended before {text!r}: {shown!r}")
        shown += more
    seen = found + len(text.encode())
    os.write(terminal, keys.encode())
while more := read(60):
    shown += more
sys.stdout.write(shown.decode(errors="replace"))
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
