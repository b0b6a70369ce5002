COMMIT = re.compile("^[0-9a-f]{40}([0-9a-f]{24})?$")
TRACKING = ".tracking"


class Pack(Item):
    """A node pack: where it belongs, what it should be, what is there."""

    def __init__(self, kind, name, directory, url, mirror, pin, archive, sha256):
        Item.__init__(self, "Node", name)
        self.source, self.directory, self.url, self.mirror = kind, directory, url, mirror
        self.pin, self.archive, self.sha256 = pin, archive, sha256
        self.target = None
        self.stage = None
        self.action = ""
        self.replaced = False


def head_of(folder):
    """The commit that a checkout stands on, read without starting git; None where there is none."""
    git_folder = os.path.join(folder, ".git")
    if os.path.isfile(git_folder):
        told = (read_text(git_folder) or "").strip()
        if not told.startswith("gitdir: "):
            return None
        git_folder = os.path.normpath(os.path.join(folder, told[8:]))
    head = (read_text(os.path.join(git_folder, "HEAD")) or "").strip()
    common = (read_text(os.path.join(git_folder, "commondir")) or "").strip()
    common = os.path.normpath(os.path.join(git_folder, common)) if common else git_folder
    if head.startswith("ref: "):
        name = head[5:]
        head = (read_text(os.path.join(common, name)) or "").strip()
        if not head:
            for line in (read_text(os.path.join(common, "packed-refs"), 1 << 24) or "").splitlines():
                if line.endswith(" " + name):
                    head = line.split(" ")[0]
    return head if COMMIT.match(head) else None


def project_of(folder):
    """Name and version as pyproject.toml says them; None for what it does not say."""
    text = read_text(os.path.join(folder, "pyproject.toml"))
    if text is None:
        return None, None
    try:
        import tomllib
        project = tomllib.loads(text).get("project", {})
        name, version = project.get("name"), project.get("version")
        return (name if isinstance(name, str) else None), (version if isinstance(version, str) else None)
    except (ImportError, ValueError):
        part = re.search("(?ms)^\\[project\\]\\s*$(.*?)(?=^\\[|\\Z)", text)
        found = [re.search("(?m)^%s\\s*=\\s*[\\x22\\x27]([^\\x22\\x27]*)" % k, part.group(1) if part else "") for k in ("name", "version")]
        return tuple(f.group(1) if f else None for f in found)


def same_version(one, other):
    def plain(version):
        head, dash, rest = version.strip().lstrip("vV").partition("-")
        numbers = head.split(".")
        return tuple((n.lstrip("0") or "0") if n.isdigit() else n for n in numbers + ["0"] * (3 - len(numbers))), rest
    return plain(one) == plain(other)


def git(arguments, folder=None, timeout=None):
    """Runs git without asking anybody, without hooks, over https (or http on this machine) alone."""
    stall = str(OPTIONS["timeout"])
    command = ["git", "-c", "safe.directory=*", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "gc.auto=0",
               "-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=" + stall, "-c", "advice.detachedHead=false"]
    if os.environ.get("GITHUB_TOKEN"):
        # Git asks for it when GitHub answers 401, and gives it to no other host; it stands on no command line.
        helper = "!f() { test \"$1\" = get && echo username=x-access-token && echo \"password=$GITHUB_TOKEN\"; }; f"
        command += ["-c", "credential.https://github.com.helper=" + helper]
    environment = dict(os.environ, GIT_TERMINAL_PROMPT="0", GIT_ASKPASS="true", SSH_ASKPASS="true", GIT_ALLOW_PROTOCOL="https:http",
                       LC_ALL="C", GIT_OPTIONAL_LOCKS="0")
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        environment.pop(name, None)
    try:
        run = subprocess.run(command + arguments, cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout)
    except FileNotFoundError:
        raise Problem("git is not installed: apt-get install git")
    if run.returncode != 0:
        lines = [l for l in run.stderr.decode("utf-8", "replace").strip().splitlines() if l.strip()]
        raise GitProblem("git %s: %s" % (arguments[0], " / ".join(lines[-3:]) or "exit code %d" % run.returncode))
    return run.stdout.decode("utf-8", "surrogateescape")


class GitProblem(Problem):
    pass


def submodule_folders(folder):
    text = read_text(os.path.join(folder, ".gitmodules"))
    return re.findall("(?m)^\\s*path\\s*=\\s*(.+?)\\s*$", text) if text else []


def look_inside(folder):
    """What of a folder in custom_nodes would be lost: (how it was installed, changed files, missing files)."""
    if head_of(folder):
        changed, missing = [], []
        entries = git(["status", "--porcelain=v1", "-z", "--untracked-files=no", "--ignore-submodules=dirty", "--no-renames"], folder).split("\0")
        for entry in entries:
            if entry:
                (missing if entry[1] == "D" and entry[0] == " " else changed).append(entry[3:])
        for below in submodule_folders(folder):
            if not os.path.isdir(os.path.join(folder, below)) or not os.listdir(os.path.join(folder, below)):
                missing.append(below)
        return "git", changed, missing
    names = tracked(folder)
    if names is None:
        return "", [], []
    written = os.lstat(os.path.join(folder, TRACKING)).st_mtime
    changed, missing = [], []
    for name in names:
        try:
            found = os.lstat(os.path.join(folder, name))
            if not stat.S_ISDIR(found.st_mode) and found.st_mtime > written + 2:
                changed.append(name)
        except OSError:
            missing.append(name)
    return "registry", changed, missing


def tracked(folder):
    """The members that .tracking lists, without folders; None where there is no such file."""
    text = read_text(os.path.join(folder, TRACKING), 1 << 24)
    if text is None:
        return None
    return [n for n in text.splitlines() if n and not n.endswith("/") and safe_relative(n) is None]


def at_pin(pack, folder):
    """None when the folder stands at the pin, else what it stands at."""
    if pack.source == "git":
        head = head_of(folder)
        if head is None and tracked(folder) is not None:
            return "version %s of the Comfy Registry and no commit" % (project_of(folder)[1] or "unknown")
        return None if head == pack.pin else ("commit " + head[:12] if head else "no commit")
    name, version = project_of(folder)
    if tracked(folder) is None:
        return "no .tracking: not installed from the Comfy Registry"
    if name is None or name.strip().lower() != pack.name.lower():
        return "pyproject.toml of %s" % (name or "nothing")
    if version is None or not same_version(version, pack.pin):
        return "version %s" % (version or "unknown")
    return None


def own_commits(folder):
    """Whether the commit of a checkout came from nowhere: made here, it is nowhere else."""
    head = head_of(folder)
    if head is None or head in (read_text(os.path.join(folder, ".git", "FETCH_HEAD")) or ""):
        return False
    return not git(["for-each-ref", "--contains", head, "--count=1", "refs/remotes", "refs/tags"], folder).strip()


def plain_address(url):
    url = re.sub("^git@([^:]+):", "https://\\1/", url).rstrip("/").lower()
    return url[:-4] if url.endswith(".git") else url


def repository_of(folder):
    """The first remote address of a checkout, as the registry writes addresses."""
    text = read_text(os.path.join(folder, ".git", "config")) or ""
    found = re.search("(?m)^\\s*url\\s*=\\s*(.+?)\\s*$", text)
    return plain_address(found.group(1)) if found else None


def places(custom_nodes):
    """Where packs are already, whatever their folder is called: by repository and by registry id."""
    found = {}
    try:
        names = sorted(os.listdir(custom_nodes))
    except OSError:
        return found
    for name in names:
        folder = os.path.join(custom_nodes, name)
        if name.startswith(".") or name.endswith(".disabled") or not os.path.isdir(folder):
            continue
        found.setdefault("name " + name.lower(), name)
        if os.path.exists(os.path.join(folder, ".git")):
            found.setdefault("url %s" % repository_of(folder), name)
        elif os.path.exists(os.path.join(folder, TRACKING)):
            found.setdefault("id %s" % (project_of(folder)[0] or "").strip().lower(), name)
    return found


def survey_pack(pack, custom_nodes, known, state):
    """Decides what a pack needs."""
    name = pack.directory
    if not os.path.lexists(os.path.join(custom_nodes, name)):
        for key in ("name " + name.lower(), "url " + plain_address(pack.url), "id " + pack.name.lower()):
            name = known.get(key, name) if name == pack.directory else name
        if name != pack.directory:
            pack.notes.append("it is in the folder %s here, and stays there" % name)
    pack.target = os.path.join(custom_nodes, name)
    if not os.path.lexists(pack.target):
        pack.action, pack.detail = "install", "not there"
        if disabled_copy(custom_nodes, pack):
            pack.notes.append("a disabled copy is left alone: " + disabled_copy(custom_nodes, pack))
        return
    if not os.path.isdir(pack.target):
        raise Problem("%s is a file and no folder" % pack.target)
    found = at_pin(pack, pack.target)
    how, changed, missing = look_inside(pack.target)
    if found is None and not missing:
        unfinished = os.path.exists(os.path.join(state, "unfinished", name))
        pack.action, pack.detail = ("finish", "its set-up did not end") if unfinished else ("", at(pack))
        if changed:
            pack.notes.append("local changes in %s" % some(changed))
        return
    pack.action = "update" if found else "repair"
    pack.detail = found or "%s missing" % some(missing)
    if changed and not OPTIONS["force"]:
        raise Problem("local changes in %s would be lost (it has %s): save them, or run with --force" % (some(changed), pack.detail))
    if how == "git" and not OPTIONS["force"]:
        there = repository_of(pack.target)
        if pack.source == "git" and there not in (None, plain_address(pack.url), plain_address(pack.mirror)):
            raise Problem("%s is a checkout of another repository, %s: move it away, or run with --force" % (pack.target, there))
        if own_commits(pack.target):
            raise Problem("%s has commits of its own (%s) that are nowhere else: push them, or run with --force" % (pack.target, pack.detail))
    if os.path.islink(pack.target) and not OPTIONS["force"]:
        raise Problem("%s is a link to %s, and not at the pin: --force replaces the link" % (pack.target, os.readlink(pack.target)))


def at(pack):
    return "commit " + pack.pin[:12] if pack.source == "git" else "version " + pack.pin


def some(names):
    names = sorted(names)
    return ", ".join(names[:3]) + (" and %d more" % (len(names) - 3) if len(names) > 3 else "")


def disabled_copy(custom_nodes, pack):
    own = pack.directory.lower()
    for folder, names in ((".disabled", None), ("", None)):
        try:
            names = sorted(os.listdir(os.path.join(custom_nodes, folder)))
        except OSError:
            continue
        for name in names:
            plain = name.lower()
            if folder and plain.split("@")[0] in (own, pack.name.lower()) or not folder and plain == own + ".disabled":
                return os.path.join(folder, name)
    return None
