"""Carries bytes between a Wayland client and KWin, which lets only a program it can look at make input.

Arguments: where to listen, where KWin listens. Prints a line once it listens.
"""

import socket
import sys
import threading

there = socket.socket(socket.AF_UNIX)
there.connect(sys.argv[2])
door = socket.socket(socket.AF_UNIX)
door.bind(sys.argv[1])
door.listen(1)
print("ready", flush=True)
here, _ = door.accept()


def carry(giver, taker):
    while data := giver.recv(65536):
        taker.sendall(data)


threading.Thread(target=carry, args=(there, here), daemon=True).start()
carry(here, there)
