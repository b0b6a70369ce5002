class Model(Item):
    """A model file: where it belongs, what it should be, where it is had."""

    def __init__(self, path, entry, kind, url, mirror, gated, size, sha256, aliases):
        Item.__init__(self, "Model", path)
        self.entry, self.source, self.url, self.mirror, self.gated = entry, kind, url, mirror, gated == "gated"
        self.size = int(size) if size else None
        self.sha256 = sha256 or None
        self.pin = "sha256 " + sha256 if sha256 else "%s bytes" % (size or "?")
        self.places = [path] + list(aliases)


class Hashes:
    """What files were when they were hashed last; a row counts only while size, time and inode are what they were."""

    def __init__(self, models):
        self.path = os.path.join(models, ".comfydeps", "hashes.tsv")
        self.rows, self.changed, self.lock = {}, False, threading.Lock()
        for line in (read_text(self.path, 1 << 28) or "").splitlines():
            parts = line.split("\t")
            if len(parts) == 5 and len(parts[4]) == 64:
                self.rows[parts[0]] = tuple(parts[1:])

    @staticmethod
    def key(found):
        seconds, rest = divmod(found.st_mtime_ns, 1000000000)
        return (str(found.st_size), "%d.%09d" % (seconds, rest) if rest else str(seconds), str(found.st_ino))

    def known(self, name, found):
        row = self.rows.get(name)
        return row[3] if row and row[:3] == self.key(found) else None

    def note(self, name, found, sha256):
        with self.lock:
            row = self.key(found) + (sha256,)
            if self.rows.get(name) != row:
                self.rows[name], self.changed = row, True

    def save(self):
        with self.lock:
            if self.changed:
                os.makedirs(os.path.dirname(self.path), exist_ok=True)
                lines = ["\t".join((name,) + self.rows[name]) for name in sorted(self.rows)]
                write_whole(self.path, ("\n".join(lines) + "\n").encode("utf-8", "surrogateescape"))
                self.changed = False


def hash_file(path):
    hasher = hashlib.sha256()
    with open(path, "rb", buffering=0) as source:
        while True:
            block = source.read(BLOCK)
            if not block:
                return hasher.hexdigest()
            hasher.update(block)


class Models:
    """All model files of a run."""

    def __init__(self, items, folder, hashes):
        self.items, self.folder, self.hashes = items, folder, hashes
        self.groups = collections.OrderedDict()
        for number, item in enumerate(items):
            self.groups.setdefault((item.sha256, item.size) if item.sha256 else number, []).append(item)
        self.good = {}
        self.wrong = {}

    def at(self, place):
        return os.path.join(self.folder, place)

    def survey(self, workers):
        """Which files are right already. Only what is not remembered is read."""
        checks = [(item, place) for item in self.items for place in item.places]
        list(workers.map(self.look, checks))

    def look(self, check):
        item, place = check
        try:
            found = os.stat(self.at(place))
            if not stat.S_ISREG(found.st_mode):
                self.wrong[place] = "it is a folder"
            elif found.st_size == 0:
                self.wrong[place] = "it is empty"
            elif item.size is not None and found.st_size != item.size:
                self.wrong[place] = "it has %d bytes, the pin says %d" % (found.st_size, item.size)
            elif item.sha256 is None:
                with open(self.at(place), "rb") as source:
                    look_at(source.read(4096), True)
                self.good[place] = found
            else:
                sha256 = self.hashes.known(place, found)
                if sha256 is None:
                    sha256 = hash_file(self.at(place))
                    self.hashes.note(place, found, sha256)
                if sha256 == item.sha256:
                    self.good[place] = found
                else:
                    self.wrong[place] = "its sha256 is %s" % sha256
        except FileNotFoundError:
            if os.path.islink(self.at(place)):
                self.wrong[place] = "it is a link to nothing"
        except OSError as error:
            self.wrong[place] = why(error)
        except Problem as problem:
            self.wrong[place] = str(problem)
        except ValueError as error:
            self.wrong[place] = "its name cannot be looked up: %s" % error

    def needs(self):
        """The groups of which no copy is right: one transfer each."""
        found = []
        for group in self.groups.values():
            if not any(p in self.good for i in group for p in i.places):
                found.append(group)
        return found

    def enough_space(self, groups):
        """Says no before anything is fetched."""
        wanted = collections.defaultdict(lambda: [0, ""])
        for group in groups:
            place = os.path.dirname(self.at(group[0].places[0]))
            while not os.path.isdir(place):
                place = os.path.dirname(place)
            have = 0
            try:
                have = os.stat(self.at(group[0].places[0]) + ".part").st_blocks * 512
            except OSError:
                pass
            entry = wanted[os.stat(place).st_dev]
            entry[0] += max(0, (group[0].size or 0) - have)
            entry[1] = place
        for need, place in wanted.values():
            disk = os.statvfs(place)
            free = disk.f_bavail * disk.f_frsize
            if need > free:
                raise Problem("not enough disk: %s are needed and %s are free at %s" % (size_of(need), size_of(free), place))

    def transfer_of(self, item):
        target = self.at(item.places[0])
        if os.path.isdir(target):
            raise Problem("%s is a folder" % target)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        url, secret = address_of(item)
        transfer = Transfer(item.name, url, target, item.size, item.sha256, secret)
        transfer.kind = item.source
        return transfer

    def fetch(self, groups, jobs):
        queue = collections.deque(groups)
        running, lock = [], threading.Condition()
        left = [len(groups)]

        def idle():
            with lock:
                lock.notify_all()

        def one(group):
            """Further entries with the same content are further places to have it from."""
            try:
                for item in group:
                    started = time.time()
                    try:
                        transfer = self.transfer_of(item)
                        with lock:
                            running.append(transfer)
                        try:
                            transfer.run(idle)
                        finally:
                            with lock:
                                running.remove(transfer)
                        self.took(item, transfer, started)
                        break
                    except Problem as problem:
                        item.cause = str(problem)
                    except OSError as error:
                        item.cause = why(error)
                    except Exception as error:
                        item.cause = "%s: %s" % (type(error).__name__, error)
                else:
                    for item in group:
                        item.fail(item.cause)
            finally:
                with lock:
                    left[0] -= 1
                    lock.notify_all()

        def work():
            while not STOP.is_set():
                group, piece = None, None
                with lock:
                    if queue:
                        group = queue.popleft()
                    elif left[0] == 0:
                        return
                    else:
                        for transfer in running:
                            piece = (transfer, transfer.help())
                            if piece[1] is not None:
                                break
                            piece = None
                        if piece is None:
                            lock.wait(0.5)
                            continue
                if group is not None:
                    one(group)
                else:
                    piece[0].piece(piece[1])

        threads = [threading.Thread(target=work, daemon=True) for _ in range(max(1, jobs))]
        for thread in threads:
            thread.start()
        shown_at = time.time()
        while any(t.is_alive() for t in threads):
            for thread in threads:
                thread.join(0.2 / len(threads))
            text = "models: %d of %d to go, %s fetched" % (left[0], len(groups), size_of(COUNTER.bytes))
            OUT.now(text)
            if time.time() - shown_at > 15:
                shown_at = time.time()
                say(text)
                self.hashes.save()

    def took(self, item, transfer, started):
        found = os.stat(transfer.target)
        self.good[item.places[0]] = found
        self.hashes.note(item.places[0], found, transfer.digest)
        item.bytes = transfer.length
        unchecked = "" if item.sha256 else ", not checked: the pin has no sha256"
        item.done(UPDATED if item.places[0] in self.wrong else INSTALLED, size_of(transfer.length) + unchecked)
        say("fetched %s (%s, %.1f s)" % (shown(item.name), size_of(transfer.length), time.time() - started))

    def link(self):
        """Gives every further name the one right copy."""
        for group in self.groups.values():
            source = next((p for i in group for p in i.places if p in self.good), None)
            for item in group:
                self.link_item(item, source)

    def link_item(self, item, source):
        if item.status == FAILED:
            return
        if source is None:
            return
        item.cause = ""
        linked = []
        try:
            for place in item.places:
                if place not in self.good:
                    linked.append("%s (%s)" % (place, link(self.at(source), self.at(place))))
                    found = os.stat(self.at(place))
                    self.good[place] = found
                    self.hashes.note(place, found, item.sha256) if item.sha256 else None
        except OSError as error:
            item.fail(why(error))
            return
        if item.status == "":
            item.done(LINKED if linked else OK, "same content as " + source if linked else size_of(self.good[item.places[0]].st_size))
        if linked and len(item.places) > 1:
            item.notes.append("also as " + ", ".join(linked))

    def tidy(self):
        """What killed runs left beside a file that is right now: nobody goes on from it."""
        folders = collections.defaultdict(list)
        for place in self.good:
            folders[os.path.dirname(self.at(place))].append(self.at(place))
        for folder, targets in folders.items():
            names = set(names_in(folder))
            begun = collections.defaultdict(list)
            for name in names:
                if TEMPORARY.search(name):
                    begun[TEMPORARY.sub("", name)].append(os.path.join(folder, name))
            for target in targets:
                part = part_of(target)
                info = os.path.basename(part) + ".info"
                # Without its notes a .part may be of somebody else.
                left = [part, part + ".info"] if info in names else []
                for path in left + begun[info] + begun[os.path.basename(target)]:
                    discard(path)


def link(source, target):
    """One copy, two names: a hard link, else a relative link, else a copy."""
    if os.path.isdir(target) and not os.path.islink(target):
        raise IsADirectoryError(errno.EISDIR, "there is a folder", target)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    temporary = "%s.%d.tmp" % (target, os.getpid())
    discard(temporary)
    try:
        os.link(os.path.realpath(source), temporary)
        how = "hard link"
    except OSError:
        try:
            os.symlink(os.path.relpath(os.path.realpath(source), os.path.realpath(os.path.dirname(target))), temporary)
            how = "link"
        except OSError:
            shutil.copyfile(source, temporary)
            how = "copy"
    os.replace(temporary, target)
    return how


def address_of(item):
    """Where to fetch a file, with the token for that host alone."""
    url, secret = item.mirror or item.url, None
    for kind, public, variable, token in (("huggingFace", "https://huggingface.co", "HF_ENDPOINT", "HF_TOKEN"),
                                          ("civitai", "https://civitai.com", "COMFYDEPS_CIVITAI_URL", "CIVITAI_API_TOKEN")):
        if item.source != kind:
            continue
        base = (os.environ.get(variable) or public).rstrip("/")
        if url.startswith(public + "/"):
            url = base + url[len(public):]
        value = os.environ.get(token, "").strip()
        if value:
            if not re.match("^[!-~]+$", value):
                raise Problem("the variable %s holds no token: it has white space or other characters" % token)
            secret = (origin(base), value)
    return url, secret

