"""What the child may use: time, memory, its own folder; no network, no other program."""

from __future__ import annotations

import ctypes
import mimetypes
import os
import platform
import resource
import signal
import struct
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

from ckanext.kanazawa.schemas.tables.desk.process.landlock import enclose

MEBIBYTE = 1 << 20
# Polars reserves addresses that it never fills: what it fills is watched from outside.
RESERVED_MB = 2560
OPEN_FILES = 128
# Calls that open connections, start programs, reach into other processes, or change files by
# name in a way that older versions of Landlock do not know.
# Source: Linux, arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h:
# socket, connect, execve, execveat, ptrace, process_vm_readv and _writev, io_uring_setup,
# kill, tkill, rt_sigqueueinfo, rt_tgsigqueueinfo, pidfd_send_signal, pidfd_getfd, truncate.
CALLS = {
    "x86_64": (41, 42, 59, 322, 101, 310, 311, 425, 62, 200, 129, 297, 424, 438, 76),
    "aarch64": (198, 203, 221, 281, 117, 270, 271, 425, 129, 130, 138, 240, 424, 438, 45),
}
# tgkill: a process that aborts sends itself a signal, and may send none to others.
SIGNAL_CALL = {"x86_64": 234, "aarch64": 131}
# As AUDIT_ARCH_* of include/uapi/linux/audit.h.
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# Calls of the 32-bit ABI within x86_64 have this bit.
X32 = 0x40000000
FORBIDDEN_EVENTS = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system", "os.fork")
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050001, 0x80000000


# What Python and its libraries read besides their own files: of the machine, nothing of ours.
SYSTEM = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/dev/urandom")
SYSTEM += ("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/sys/vm", "/proc/stat")
SYSTEM += ("/etc/ssl/openssl.cnf", "/etc/os-release", "/etc/timezone", *mimetypes.knownfiles)
SYSTEM += ("/sys/devices/system/cpu", "/sys/fs/cgroup", "/sys/kernel/mm")
CODE = ("ckanext.kanazawa", "ckanext.kanazawa.definitions")


def confine(folder: Path, *, memory_mb: int, timeout_s: int, file_mb: int) -> None:
    """Limit this process for good, before it touches anything of the visitor's.

    Args:
        folder: of the check, the only place where it may write.
        memory_mb: it may fill; who watches stops it beyond, this makes allocations fail
            that are far beyond at once.
        timeout_s: of the clock; then the system ends it even in the middle of a call.
        file_mb: the largest file it may write.
    """
    os.nice(10)
    address = (memory_mb + RESERVED_MB) * MEBIBYTE
    for what, most in (
        (resource.RLIMIT_AS, address),
        (resource.RLIMIT_CPU, 2 * timeout_s),
        (resource.RLIMIT_FSIZE, file_mb * MEBIBYTE),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, timeout_s + 5)
    enclose(folder, _readable())
    close_the_door()


def _readable() -> Iterator[Path]:
    """Return where Python, its libraries and our code and definitions are."""
    for place in (sys.prefix, sys.base_prefix, *sys.path, *SYSTEM):
        yield Path(place)
    for package in CODE:
        found = find_spec(package)
        for place in (found and found.submodule_search_locations) or ():
            yield Path(place)


def close_the_door() -> None:
    """Take connections and other programs away from this process and its threads.

    Twice: the system's filter holds for every library (where the kernel has it), Python's
    own hook holds everywhere.
    """
    _filter_calls()
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: tuple[Any, ...]) -> None:
    if event.startswith(FORBIDDEN_EVENTS):
        _say_no(event)


def _say_no(event: str) -> NoReturn:
    raise PermissionError(f"{event} is not for a process that reads files of strangers")


def _filter_calls() -> None:
    """Install the filter for the calls of this machine; nothing where it is unknown."""
    machine = platform.machine()
    if machine not in CALLS:
        return
    program = _program(ARCHITECTURES[machine], CALLS[machine], SIGNAL_CALL[machine])
    instructions = ctypes.create_string_buffer(program)
    # struct sock_fprog: number of instructions, and where they stand.
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(instructions))
    packed = ctypes.create_string_buffer(header)
    system = ctypes.CDLL(None, use_errno=True)
    if system.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
        system.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(packed), 0, 0)


def _program(architecture: int, calls: tuple[int, ...], signal_call: int) -> bytes:
    """Return the filter in the kernel's own small language (BPF)."""
    # Offsets in struct seccomp_data: 0 the call's number, 4 the architecture, 16 what it is given.
    steps = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, len(calls) + 4, 0, X32),
    ]
    for place, call in enumerate(calls):
        steps.append((_EQUAL, len(calls) + 3 - place, 0, call))
    steps += [
        (_EQUAL, 0, 2, signal_call),
        (_LOAD, 0, 0, 16),
        (_EQUAL, 0, 1, os.getpid()),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
