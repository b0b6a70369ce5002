DRIVE = re.compile("^[A-Za-z]:")
LOOPBACK = re.compile("^(localhost|127(\\.[0-9]{1,3}){3}|::1)$")
SKIPPED = ("__pycache__", ".DS_Store")
TEMPORARY = re.compile("\\.[0-9]+\\.tmp$")


def safe_relative(path):
    """Why a path may not be written to below a folder, or None."""
    if not path or len(path) > 1024:
        return "it is empty or too long"
    if any(ord(c) < 32 or ord(c) == 127 for c in path):
        return "it has control characters"
    if path.startswith("/") or DRIVE.match(path) or "\\" in path:
        return "it is absolute or has backslashes"
    if any(part in ("", ".", "..") or len(os.fsencode(part)) > 240 for part in path.split("/")):
        return "it has empty, dotted or too long parts"
    return None


def safe_url(url):
    """Why an address may not be asked, or None: https alone, or http on this machine; no user name in it."""
    if any(ord(c) <= 32 or ord(c) >= 127 for c in url):
        return "it has characters that no address has"
    try:
        parts = urllib.parse.urlsplit(url)
        host = parts.hostname or ""
        parts.port
    except ValueError:
        return "it is no address"
    if "@" in parts.netloc or not host or host.startswith("-"):
        return "it has a user name or no host"
    if parts.scheme == "https" or (parts.scheme == "http" and LOOPBACK.match(host)):
        return None
    return "it is not https"


def origin(url):
    parts = urllib.parse.urlsplit(url)
    return (parts.scheme, (parts.hostname or "").lower(), parts.port or (443 if parts.scheme == "https" else 80))


def why(error):
    """An operating system error in words that say what to do."""
    place = " (%s)" % error.filename if getattr(error, "filename", None) else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "no space left on the disk%s: free some and run again" % place
    if error.errno == errno.EROFS:
        return "the folder is read-only%s: mount it writable" % place
    if error.errno in (errno.EACCES, errno.EPERM):
        return "no permission to write%s" % place
    return "%s%s" % (error.strerror or error, place)


def write_whole(path, content):
    """The file is the old one or the new one, whole."""
    temporary = "%s.%d.tmp" % (path, os.getpid())
    try:
        with open(temporary, "wb") as out:
            out.write(content)
        os.replace(temporary, path)
    except OSError:
        discard(temporary)
        raise


def discard(path):
    try:
        os.unlink(path)
    except OSError:
        pass


def names_in(folder):
    try:
        return os.listdir(folder)
    except OSError:
        return []


def sweep(folder):
    """Takes away what killed runs were writing in a folder of this script alone. Only under the lock."""
    for name in names_in(folder):
        if TEMPORARY.search(name):
            discard(os.path.join(folder, name))


def remove_tree(path):
    """Takes a folder away whatever is in it, without following links."""
    def unlock(function, name, _):
        try:
            os.chmod(os.path.dirname(name), 0o700)
            os.chmod(name, 0o700)
            function(name)
        except OSError:
            pass
    if os.path.islink(path) or os.path.isfile(path):
        discard(path)
    elif os.path.isdir(path):
        shutil.rmtree(path, onerror=unlock)


def read_text(path, limit=1 << 20):
    try:
        with open(path, "rb") as source:
            return source.read(limit).decode("utf-8", "replace")
    except OSError:
        return None


LIBC = None


def exchange(one, other):
    """Swaps two names in one step where the file system can."""
    global LIBC
    number = {"x86_64": 316, "aarch64": 276}.get(os.uname().machine)
    if number is None:
        return False
    LIBC = LIBC or ctypes.CDLL(None, use_errno=True)
    here = -100
    return LIBC.syscall(number, here, os.fsencode(one), here, os.fsencode(other), 2) == 0


def files_below(folder):
    """Relative paths of files and links below a folder, in order, without what Python leaves behind and what git keeps."""
    for here, folders, names in os.walk(folder):
        below = os.path.relpath(here, folder)
        links = [n for n in folders if os.path.islink(os.path.join(here, n))]
        folders[:] = sorted(n for n in folders if n not in SKIPPED and n != ".git" and n not in links)
        for name in sorted(names + links):
            if name not in SKIPPED and not name.endswith(".pyc") and not (name == ".git" and below == "."):
                yield name if below == "." else below + "/" + name


def same_content(one, other):
    if os.path.islink(one) or os.path.islink(other):
        return os.path.islink(one) and os.path.islink(other) and os.readlink(one) == os.readlink(other)
    try:
        if os.path.getsize(one) != os.path.getsize(other):
            return False
        with open(one, "rb") as a, open(other, "rb") as b:
            while True:
                left, right = a.read(1 << 20), b.read(1 << 20)
                if left != right:
                    return False
                if not left:
                    return True
    except OSError:
        return False


class Lock:
    """One run at a time in a folder, on this machine and on others that mount it."""
    Beat, Stale = 20, 120

    def __init__(self, folder):
        self.folder = folder
        self.file = None
        self.lease = os.path.join(folder, "lock.json")
        self.stop = threading.Event()

    def take(self):
        os.makedirs(self.folder, exist_ok=True)
        self.file = os.open(os.path.join(self.folder, "lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Locked("another run is at work in %s (%s)" % (self.folder, self.who()))
        except OSError:
            say("The file system of %s knows no locks; the lease alone is used." % self.folder)
        told = self.told()
        foreign = told and told.get("host") != socket.gethostname()
        if foreign and time.time() - float(told.get("time", 0)) < self.Stale:
            os.close(self.file)
            raise Locked("another machine is at work in %s (%s)" % (self.folder, self.who()))
        if told:
            say("A run that ended in the middle left its lease in %s; going on from there." % self.folder)
        sweep(self.folder)
        self.beat()
        threading.Thread(target=self.keep, daemon=True).start()

    def told(self):
        try:
            told = json.loads(read_text(self.lease) or "null")
            return told if isinstance(told, dict) else None
        except ValueError:
            return None

    def who(self):
        told = self.told() or {}
        return "process %s on %s since %s" % (told.get("pid", "?"), told.get("host", "?"), told.get("since", "?"))

    def beat(self):
        since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(OUT.started))
        lease = {"host": socket.gethostname(), "pid": os.getpid(), "since": since, "time": time.time()}
        write_whole(self.lease, json.dumps(lease).encode())

    def keep(self):
        while not self.stop.wait(self.Beat):
            try:
                self.beat()
            except OSError:
                pass

    def release(self):
        if self.file is not None:
            self.stop.set()
            discard(self.lease)
            os.close(self.file)
            self.file = None


class Locked(Problem):
    """Somebody else is at work."""
