# What is done is done here, in the Python that runs ComfyUI. The text stands between single quotes of the shell: it has none.
import base64
import collections
import ctypes
import errno
import fcntl
import hashlib
import json
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import tarfile
import threading
import time
import urllib.parse
import zipfile
from concurrent.futures import ThreadPoolExecutor

OK, FAILED, INSTALLED, UPDATED, LINKED, WOULD, ROLLED_BACK = (
    "ok", "failed", "installed", "updated", "linked", "would", "rolled back")


class Problem(Exception):
    """A cause that a person can act on."""


class Item:
    """One row of the table at the end."""

    def __init__(self, kind, name):
        self.kind = kind
        self.name = name
        self.pin = ""
        self.status = ""
        self.detail = ""
        self.cause = ""
        self.bytes = 0
        self.notes = []

    def fail(self, cause):
        self.status = FAILED
        self.cause = str(cause)
        say("FAILED %s: %s" % (shown(self.name), shown(self.cause)))

    def done(self, status, detail):
        self.status = status
        self.detail = detail


def shown(text):
    """A text from outside, harmless on a terminal and on one line."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "replace").decode() for c in str(text))


def size_of(count):
    for unit in ("B", "KB", "MB", "GB"):
        if count < 1000 or unit == "GB":
            return "%d %s" % (count, unit) if unit == "B" else "%.1f %s" % (count, unit)
        count /= 1000.0


class Output:
    """Lines for a log; on a terminal one more line at the bottom that changes."""

    def __init__(self):
        self.lock = threading.Lock()
        self.terminal = sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"
        self.bottom = False
        self.started = time.time()

    def line(self, text):
        with self.lock:
            start = "\r\x1b[K" if self.bottom else ""
            self.bottom = False
            self.write(start + text + "\n")

    def now(self, text):
        if self.terminal:
            with self.lock:
                self.bottom = True
                self.write("\r\x1b[K" + text[: max(20, shutil.get_terminal_size().columns - 1)])

    @staticmethod
    def write(text):
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except (BrokenPipeError, OSError):
            # Whoever read the log is gone; the work goes on.
            sys.stdout = open(os.devnull, "w")


OUT = Output()


def say(text):
    OUT.line("[%6.1fs] %s" % (time.time() - OUT.started, text))


def table(items):
    rows = [(i.status.upper() if i.status == FAILED else i.status, i.kind, shown(i.name), shown(i.detail)) for i in items]
    head = ("STATUS", "KIND", "NAME", "DETAIL")
    widths = [max(len(r[c]) for r in rows + [head]) for c in range(3)]
    widths[2] = min(widths[2], 60)
    OUT.line("")
    for row, item in zip([head] + rows, [None] + items):
        OUT.line(("%-*s  %-*s  %-*s  %s" % (widths[0], row[0], widths[1], row[1], widths[2], row[2], row[3])).rstrip())
        if item is not None and item.cause:
            OUT.line("    cause: " + shown(item.cause))
        for note in item.notes if item is not None else []:
            OUT.line("    note: " + shown(note))
    OUT.line("")


def write_report(path, items, facts, code):
    rows = []
    for i in items:
        rows.append({"kind": i.kind, "name": i.name, "pin": i.pin, "status": i.status, "detail": i.detail,
                     "cause": i.cause or None, "notes": i.notes, "bytes": i.bytes})
    report = dict(facts, exitCode=code, ok=code == 0, seconds=round(time.time() - OUT.started, 3), items=rows)
    text = json.dumps(report, indent=2, sort_keys=True) + "\n"
    write_whole(os.path.abspath(path), text.encode("utf-8", "backslashreplace"))
