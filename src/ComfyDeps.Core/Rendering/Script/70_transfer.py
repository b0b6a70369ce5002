SMALLEST, LARGEST = 8 << 20, 64 << 20
BLOCK = 1 << 20
ATTEMPTS = 5


class Restart(Exception):
    """The server cannot go on where the last try ended: from the beginning."""


class Again(Exception):
    """It failed, and trying again can help."""


class Answer:
    """One answer to one request, through curl. What is secret goes to curl on its standard input, never on its command line."""

    def __init__(self, url, headers):
        config = ["url = " + quoted(url), "user-agent = " + quoted(OPTIONS["agent"]), "silent", "show-error", "include", "globoff",
                  "proto = " + quoted("=http,https"), "connect-timeout = 30", "speed-limit = 1", "speed-time = %d" % OPTIONS["timeout"]]
        config += ["header = " + quoted(h) for h in headers]
        try:
            self.process = subprocess.Popen(["curl", "-q", "-K", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                            stderr=subprocess.PIPE, bufsize=BLOCK, close_fds=True)
        except FileNotFoundError:
            raise Problem("curl is not installed: apt-get install curl")
        try:
            fcntl.fcntl(self.process.stdout.fileno(), 1031, BLOCK)
        except OSError:
            pass
        with self.process.stdin as out:
            out.write(("\n".join(config) + "\n").encode())
        self.status, self.headers = 0, {}
        self.read_head()

    def read_head(self):
        while self.status < 200:
            first = self.process.stdout.readline(1 << 16)
            found = re.match(b"HTTP/[0-9.]+ ([0-9]{3})", first)
            if not found:
                self.process.stdout.read()
                raise Again(self.error() or "no answer")
            self.status, self.headers = int(found.group(1)), {}
            for _ in range(500):
                line = self.process.stdout.readline(1 << 16).decode("latin-1").strip()
                if not line:
                    break
                name, _, value = line.partition(":")
                self.headers[name.strip().lower()] = value.strip()

    def error(self):
        code = self.process.wait()
        text = self.process.stderr.read().decode("utf-8", "replace").strip()
        return re.sub("^curl: \\([0-9]+\\) ", "", text) if code else ""

    def blocks(self):
        while True:
            block = self.process.stdout.read1(BLOCK)
            if not block:
                break
            yield block
        problem = self.error()
        if problem:
            raise Again(problem)

    def close(self):
        self.process.kill()
        self.process.stdout.close()
        self.process.stderr.close()
        self.process.wait()


def quoted(text):
    if any(ord(c) < 32 or ord(c) == 127 for c in text):
        raise Problem("an address or token has control characters")
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\""


def fetch_small(url):
    """A short text answer."""
    for attempt in range(ATTEMPTS):
        try:
            answer = ask(url, [], None)
            try:
                if answer.status in (408, 429) or answer.status >= 500:
                    raise Again("%s answered %d" % (url, answer.status))
                if answer.status != 200:
                    raise Problem("%s answered %d" % (url, answer.status))
                body = b""
                for block in answer.blocks():
                    body += block
                    if len(body) > 8 << 20:
                        raise Problem("%s answered more than 8 MB" % url)
                return body.decode("utf-8", "replace")
            finally:
                answer.close()
        except Again as again:
            if attempt == ATTEMPTS - 1:
                raise Problem(str(again))
            time.sleep(0.5 * 2 ** attempt)


def ask(url, headers, secret):
    """Follows redirects by hand: a token goes to the scheme, host and port that it is for, and nowhere else."""
    for _ in range(11):
        wrong = safe_url(url)
        if wrong:
            raise Problem("an address is not asked: %s (%s)" % (wrong, shown(without_query(url))))
        own = ["Authorization: Bearer " + secret[1]] if secret and secret[0] == origin(url) else []
        answer = Answer(url, headers + ["Accept-Encoding: identity"] + own)
        if answer.status not in (301, 302, 303, 307, 308):
            answer.url = url
            return answer
        place = answer.headers.get("location", "")
        answer.close()
        if not place:
            raise Problem("%s redirects to nowhere" % without_query(url))
        url = urllib.parse.urljoin(url, place)
    raise Problem("too many redirects")


def without_query(url):
    return url.split("?")[0]


def part_of(target):
    """Where a file is while it comes: beside its place."""
    name = os.path.basename(target)
    long_name = len(os.fsencode(name)) > 230
    return os.path.join(os.path.dirname(target), (hashlib.sha256(os.fsencode(name)).hexdigest() if long_name else name) + ".part")


class Transfer:
    """One file on its way: into a .part beside its place, in pieces where the server allows, hashed as it comes, moved when right."""

    def __init__(self, name, url, target, size, sha256, secret):
        self.name, self.url, self.target, self.size, self.sha256, self.secret = name, url, target, size, sha256, secret
        self.part = part_of(target)
        self.info = self.part + ".info"
        # A middling file has a piece for each connection, a large one more.
        self.chunk = max(SMALLEST, min(LARGEST, -(-(size or 0) // int(OPTIONS["jobs"]))))
        self.is_model = True
        self.lock, self.hashing = threading.Condition(), threading.Lock()
        self.kind = ""
        self.reset()

    def reset(self):
        self.final = None
        self.tag = None
        self.ranged = False
        self.pending, self.flying = [], 0
        self.done = {}
        self.problem = None
        self.hasher, self.hashed = hashlib.sha256(), 0
        self.saved = 0.0

    def pieces(self):
        return bool(self.size) and self.size >= 4 * SMALLEST

    def bounds(self, number):
        if not self.pieces():
            return 0, self.size
        return number * self.chunk, min(self.size, (number + 1) * self.chunk)

    def run(self, idle=None):
        """Fetches the file. Further connections may help through piece()."""
        for attempt in range(3):
            try:
                self.fetch(idle)
                return
            except Restart as again:
                discard(self.part)
                discard(self.info)
                if attempt == 2:
                    raise Problem(str(again))

    def fetch(self, idle):
        self.reset()
        self.open_part()
        try:
            count = -(-self.size // self.chunk) if self.pieces() else 1
            self.pending = [n for n in range(count) if not self.complete(n)]
            while True:
                number = self.take()
                if number is None:
                    break
                self.piece(number, idle)
            if self.problem:
                raise self.problem
            self.finish()
        finally:
            with self.lock:
                nothing = os.fstat(self.file).st_size == 0
                os.close(self.file)
                self.file = -1
            if nothing:
                # There is nothing to go on from.
                discard(self.part)
                discard(self.info)

    def open_part(self):
        told = None
        try:
            told = json.loads(read_text(self.info) or "null")
        except ValueError:
            pass
        told = told if isinstance(told, dict) and told.get("url") == without_query(self.url) else None
        self.file = os.open(self.part, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        have = os.fstat(self.file).st_size
        if self.pieces():
            # A file with holes: only what was noted counts, in pieces of the length that they had then.
            if told and told.get("size") == self.size and isinstance(told.get("chunk"), int) and SMALLEST <= told["chunk"] <= LARGEST:
                self.chunk = told["chunk"]
                self.done = {int(k): int(v) for k, v in told.get("done", {}).items()}
        elif have and (self.sha256 or (told and told.get("tag"))) and not (self.size and have > self.size):
            self.done = {0: have}
        self.resumed = bool(self.done)
        if not self.done:
            os.ftruncate(self.file, 0)
        self.tag = told.get("tag") if told and self.done else None

    def complete(self, number):
        start, end = self.bounds(number)
        return end is not None and end > 0 and self.done.get(number, 0) >= end - start

    def take(self):
        with self.lock:
            while True:
                if self.problem or (not self.pending and not self.flying):
                    return None
                if self.pending:
                    self.flying += 1
                    return self.pending.pop(0)
                self.lock.wait(1)

    def help(self):
        """A piece for a connection that has nothing else to do, or None."""
        with self.lock:
            if self.ranged and self.pending and not self.problem:
                self.flying += 1
                return self.pending.pop(0)
            return None

    def piece(self, number, idle=None):
        problem = None
        try:
            self.try_piece(number, idle)
        except Exception as failure:
            problem = Problem(why(failure)) if isinstance(failure, OSError) else failure
        with self.lock:
            self.flying -= 1
            self.problem = self.problem or problem
            self.lock.notify_all()
        self.follow()

    def try_piece(self, number, idle):
        failures, before = 0, self.done.get(number, 0)
        while not STOP.is_set():
            try:
                return self.receive(number, idle)
            except Again as again:
                # Progress earns more patience; a server that gives nothing does not get it for ever.
                now = self.done.get(number, 0)
                failures = 1 if now > before else failures + 1
                before = now
                self.save(True)
                if failures >= ATTEMPTS:
                    raise Problem("%s (%d tries)" % (again, failures))
                STOP.wait(min(8, 0.5 * 2 ** failures))
        raise Problem("stopped")

    def receive(self, number, idle):
        start, end = self.bounds(number)
        offset = start + self.done.get(number, 0)
        headers = []
        if self.pieces():
            headers.append("Range: bytes=%d-%d" % (offset, end - 1))
        elif offset:
            headers.append("Range: bytes=%d-" % offset)
        if headers and self.tag and not self.tag.startswith("W/"):
            headers.append("If-Range: " + self.tag)
        answer = ask(self.final or self.url, headers, self.secret)
        try:
            self.judge(answer, offset, end)
            if answer.status == 206 and self.pieces() and not self.ranged:
                self.ranged = True
                if idle:
                    idle()
            self.store(answer, number, start, offset, end)
        finally:
            answer.close()

    def judge(self, answer, offset, end):
        """What an answer means before a byte of it is kept."""
        status, headers = answer.status, answer.headers
        if status in (401, 403, 404, 410) and self.final:
            self.final = None
            raise Again("the storage host answered %d" % status)
        if status in (401, 403):
            raise Problem(self.refusal(status, headers))
        if status in (404, 410):
            raise Problem("%s answered %d: the file is not there" % (without_query(self.url), status))
        if status == 416:
            raise Restart("the server does not have the rest of the file")
        if status in (408, 425, 429) or status >= 500:
            wait = headers.get("retry-after", "")
            if wait.isdigit():
                STOP.wait(min(60, int(wait)))
            raise Again("%s answered %d" % (without_query(answer.url), status))
        if status not in (200, 206):
            raise Problem("%s answered %d" % (without_query(answer.url), status))
        if "text/html" in headers.get("content-type", "").lower():
            raise Problem("a web page came instead of the file: a login or error page of %s" % origin(answer.url)[1])
        self.judge_length(status, headers, offset)
        self.final = answer.url if answer.url != self.url else None
        self.tag = headers.get("etag") or headers.get("last-modified") or self.tag

    def judge_length(self, status, headers, offset):
        length = headers.get("content-length", "")
        total = int(length) if length.isdigit() and "content-encoding" not in headers else None
        if status == 206:
            found = re.match("bytes ([0-9]+)-([0-9]+)/([0-9]+|\\*)", headers.get("content-range", ""))
            if not found or int(found.group(1)) != offset:
                raise Restart("the server answered another range than was asked for")
            total = int(found.group(3)) if found.group(3) != "*" else None
        elif offset or self.pieces() and self.flying > 1:
            if self.pieces():
                raise Restart("the server sends the whole file and not the range that was asked for")
            self.forget()
        if self.size and total is not None and total != self.size:
            raise Problem("the server has a file of %d bytes, the pin says %d" % (total, self.size))

    def refusal(self, status, headers):
        host = origin(self.url)[1]
        message = headers.get("x-error-message", "")
        if self.secret and self.secret[0] == origin(self.url):
            return "%s refused access with the token (%d)%s: accept the licence of the model there, or use a token that may read it" % (
                host, status, ": " + message if message else "")
        name = "CIVITAI_API_TOKEN" if "civitai" in self.kind else "HF_TOKEN" if "hugging" in self.kind else "a login"
        return "%s wants a login for it (%d): set %s" % (host, status, name)

    def forget(self):
        """The whole file comes: what was there does not count."""
        os.ftruncate(self.file, 0)
        self.done = {}
        self.hasher, self.hashed = hashlib.sha256(), 0

    def store(self, answer, number, start, offset, end):
        if answer.status == 200 and self.pieces():
            # One stream after all, because the server knows no ranges.
            self.one_stream()
            number, start, end = 0, 0, self.size
            offset = 0
        elif answer.status == 200:
            offset = 0
        for block in answer.blocks():
            if STOP.is_set():
                raise Problem("stopped")
            if offset == 0:
                look_at(block, self.is_model)
            if end is not None and offset + len(block) > end:
                if answer.status == 200:
                    raise Problem("the server sends more than the %d bytes of the pin" % end)
                block = block[: end - offset]
            write_all(self.file, block, offset)
            if self.hashed == offset and not self.pieces():
                self.hasher.update(block)
                self.hashed += len(block)
            offset += len(block)
            COUNTER.add(len(block))
            self.done[number] = offset - start
            self.save(False)
        if end is not None and offset < end:
            raise Again("the connection ended after %d of %d bytes" % (offset, end))

    def one_stream(self):
        with self.lock:
            self.pending = []
            self.forget()
            self.pieces = lambda: False

    def save(self, now):
        if now or time.time() - self.saved > 1:
            self.saved = time.time()
            with self.lock:
                told = {"url": without_query(self.url), "size": self.size, "chunk": self.chunk, "tag": self.tag, "done": dict(self.done)}
            write_whole(self.info, json.dumps(told).encode())

    def follow(self):
        """Hashes what is complete from the start on, while it is still in memory."""
        if not self.pieces() or not self.hashing.acquire(False):
            return
        try:
            while self.file >= 0 and self.hashed < self.size and self.complete(self.hashed // self.chunk):
                self.hash_to(self.bounds(self.hashed // self.chunk)[1])
        except (OSError, ValueError):
            pass
        finally:
            self.hashing.release()

    def hash_to(self, end):
        while self.hashed < end:
            block = os.pread(self.file, min(BLOCK, end - self.hashed), self.hashed)
            if not block:
                break
            self.hasher.update(block)
            self.hashed += len(block)

    def finish(self):
        size = self.size if self.pieces() else os.fstat(self.file).st_size
        if size == 0:
            raise Problem("the file came empty")
        if self.size and os.fstat(self.file).st_size != self.size:
            raise Restart("%d bytes came, the pin says %d" % (os.fstat(self.file).st_size, self.size))
        with self.hashing:
            self.hash_to(size)
        digest = self.hasher.hexdigest()
        look_at(os.pread(self.file, 4096, 0), self.is_model)
        if self.sha256 and digest != self.sha256:
            if not self.resumed:
                discard(self.part)
                discard(self.info)
            raise (Restart if self.resumed else Problem)("the sha256 of what came is %s, the pin says %s" % (digest, self.sha256))
        os.fsync(self.file)
        self.digest, self.length = digest, size
        os.replace(self.part, self.target)
        discard(self.info)


def write_all(file, block, offset):
    view = memoryview(block)
    while view:
        count = os.pwrite(file, view, offset)
        view, offset = view[count:], offset + count


def look_at(block, is_model):
    """Tells a page or a pointer that came in place of a file."""
    start = block[:512].lstrip()[:64].lower()
    if start.startswith((b"<!doctype", b"<html", b"<head")):
        raise Problem("a web page came instead of the file")
    if block.startswith(b"version https://git-lfs.github.com/spec/"):
        raise Problem("a Git LFS pointer came instead of the file: its address is one for text, not for the content")


class Counter:
    def __init__(self):
        self.lock, self.bytes = threading.Lock(), 0

    def add(self, count):
        with self.lock:
            self.bytes += count


COUNTER = Counter()
STOP = threading.Event()
