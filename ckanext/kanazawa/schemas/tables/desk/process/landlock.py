"""Close the file system to a process, by the kernel (Landlock, Linux 5.13 and newer).

What a library in C does is refused as well, and no privilege is needed.

Source: Linux, include/uapi/linux/landlock.h and Documentation/userspace-api/landlock.rst.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
from collections.abc import Iterable
from pathlib import Path

# The same numbers on every architecture.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
ASK_VERSION, PATH_BENEATH = 1, 1
PR_SET_NO_NEW_PRIVS = 38
# What may be done to files, as bits.
WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in (1, 2, 3, 4, 5))
MAKE_DIR, MAKE_FILE, REFER, TRUNCATE = (1 << bit for bit in (7, 8, 13, 14))
READ = READ_FILE | READ_DIR
WRITE = WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_FILE | TRUNCATE
OF_FILES = WRITE_FILE | READ_FILE | TRUNCATE
# Version of the interface → how many of the rights it knows; the rest stay as they were.
RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
ALL_RIGHTS = 16
BIND_AND_CONNECT, ABSTRACT_SOCKETS_AND_SIGNALS = 3, 3


def version() -> int:
    """Return the version of the kernel's interface; 0 where it has none."""
    return max(0, _call(CREATE_RULESET, None, 0, ASK_VERSION))


def enclose(writable: Path, readable: Iterable[Path]) -> bool:
    """Let this thread, and what it starts, reach these places only, for good.

    Running programs is refused everywhere; so are signals to others where the kernel can.

    Args:
        writable: the one folder where files may be made, written and removed.
        readable: files and folders that may be read; those that do not exist are left out.

    Returns:
        Whether it is done; False where the kernel cannot.
    """
    known = version()
    if not known:
        return False
    handled = (1 << RIGHTS.get(known, ALL_RIGHTS)) - 1
    attributes = struct.pack("QQQ", handled, BIND_AND_CONNECT, ABSTRACT_SOCKETS_AND_SIGNALS)
    # Older kernels know fewer fields, and take no more of them.
    size = 8 if known < 4 else 16 if known < 6 else 24
    rules = _call(CREATE_RULESET, attributes[:size], size, 0)
    if rules < 0:
        return False
    try:
        _allow(rules, writable, (READ | WRITE) & handled)
        _allow(rules, Path(os.devnull), WRITE_FILE | READ_FILE)
        for place in readable:
            _allow(rules, place, READ)
        ctypes.CDLL(None).prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        return _call(RESTRICT_SELF, rules, 0) == 0
    finally:
        os.close(rules)


def _allow(rules: int, place: Path, rights: int) -> None:
    try:
        found = os.open(place, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(found).st_mode):
            rights &= OF_FILES
        _call(ADD_RULE, rules, PATH_BENEATH, struct.pack("=Qi", rights, found), 0)
    finally:
        os.close(found)


def _call(*arguments: int | bytes | None) -> int:
    system = ctypes.CDLL(None, use_errno=True)
    system.syscall.restype = ctypes.c_long
    given = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    return int(system.syscall(*given))
