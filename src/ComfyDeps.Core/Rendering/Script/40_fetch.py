MAXIMUM_UNPACKED = 8 << 30


def prepare_pack(pack, stage_root):
    """Makes the pack beside, complete and checked; what is installed is not touched."""
    if pack.action == "finish":
        return
    pack.stage = os.path.join(stage_root, os.path.basename(pack.target))
    os.makedirs(stage_root, exist_ok=True)
    started = time.time()
    if pack.source == "git":
        fetch_commit(pack)
    else:
        fetch_archive(pack, stage_root)
    found = at_pin(pack, pack.stage)
    if found is not None:
        raise Problem("what came is not the pin %s: it has %s" % (pack.pin, found))
    if os.path.isdir(pack.target) and not os.path.islink(pack.target):
        keep_what_is_not_the_packs(pack)
    say("fetched %s, %s (%.1f s)" % (shown(pack.name), at(pack), time.time() - started))


def fetch_commit(pack):
    addresses = [a for a in (pack.mirror, pack.url) if a]
    if not addresses:
        raise Problem("it has no address")
    for address in addresses:
        if safe_url(address):
            raise Problem("its address is not asked: " + safe_url(address))
    for attempt in range(3):
        remove_tree(pack.stage)
        kind = ["--object-format=sha256"] if len(pack.pin) == 64 else []
        git(["init", "--quiet"] + kind + [pack.stage])
        git(["remote", "add", "origin", pack.url], pack.stage)
        try:
            fetch_from(addresses[0], pack)
            break
        except GitProblem as problem:
            if wants_login(addresses[0], str(problem)):
                raise Problem("%s wants a login: there is no such repository, or it is private (%s)" % (addresses[0], how_to_log_in(addresses[0])))
            if attempt == 2 or not is_passing(str(problem)):
                raise
            time.sleep(1 + 2 * attempt)
    git(["checkout", "--quiet", "--detach", pack.pin], pack.stage)
    if os.path.exists(os.path.join(pack.stage, ".gitmodules")):
        below = ["submodule", "update", "--init", "--recursive", "--jobs", "4"]
        try:
            git(below + ["--depth", "1"], pack.stage)
        except GitProblem:
            git(below, pack.stage)
        wrong = [l.strip() for l in git(["submodule", "status", "--recursive"], pack.stage).splitlines() if not l.startswith(" ")]
        if wrong:
            raise Problem("a submodule is not at its commit: " + some(wrong))
    head = git(["rev-parse", "HEAD"], pack.stage).strip()
    if head != pack.pin:
        raise Problem("git checked out %s instead of %s" % (head, pack.pin))


def wants_login(address, text):
    """To those who may not read a repository, GitHub says that there is none."""
    masked = origin(address)[1] == "github.com" and os.environ.get("GITHUB_TOKEN") and "not found" in text
    return masked or re.search("Authentication failed|could not read (Username|Password)", text)


def how_to_log_in(address):
    if origin(address)[1] == "github.com":
        return "GITHUB_TOKEN may not read it" if os.environ.get("GITHUB_TOKEN") else "set GITHUB_TOKEN, or give git a credential helper"
    return "give git a credential helper for it"


def is_passing(text):
    """Whether trying again can help."""
    return not re.search("not found|is not in the repository|not exported|No space|Read-only|not allowed", text)


def fetch_from(address, pack):
    try:
        git(["fetch", "--quiet", "--depth", "1", "--no-tags", address, pack.pin], pack.stage)
    except GitProblem as shallow:
        if not re.search("not our ref|unadvertised|couldn.t find remote ref|does not support|dumb http|shallow", str(shallow)):
            raise
        # A server that gives no single commits: everything, and then look for it.
        git(["fetch", "--quiet", "--tags", address, "+refs/heads/*:refs/remotes/origin/*"], pack.stage)
        try:
            git(["cat-file", "-e", pack.pin + "^{commit}"], pack.stage)
        except GitProblem:
            raise GitProblem("commit %s is not in the repository %s" % (pack.pin, address))


def fetch_archive(pack, stage_root):
    address = pack.mirror or pack.archive or ask_for_archive(pack)
    if safe_url(address):
        raise Problem("the address of its archive is not asked: " + safe_url(address))
    path = os.path.join(stage_root, "archive")
    transfer = Transfer(pack.name, address, path, None, pack.sha256 or None, None)
    transfer.is_model = False
    transfer.run()
    os.mkdir(pack.stage)
    names = unpack(path, pack.stage)
    discard(path)
    with open(os.path.join(pack.stage, TRACKING), "w", encoding="utf-8", newline="\n") as out:
        out.write("\n".join(names))


def ask_for_archive(pack):
    """Asks the Comfy Registry where the archive of the version is; the question that counts installs is not asked."""
    base = (os.environ.get("COMFYDEPS_COMFY_REGISTRY_URL") or "https://api.comfy.org").rstrip("/")
    quoted = [urllib.parse.quote(part, safe="") for part in (pack.name, pack.pin)]
    url = "%s/nodes/%s/versions/%s" % (base, quoted[0], quoted[1])
    try:
        told = json.loads(fetch_small(url))
    except ValueError:
        raise Problem("the Comfy Registry answered %s with no JSON" % url)
    address = told.get("downloadUrl") if isinstance(told, dict) else None
    if not isinstance(address, str) or not address:
        raise Problem("the Comfy Registry names no archive for version %s" % pack.pin)
    if not same_version(str(told.get("version", "")), pack.pin):
        raise Problem("the Comfy Registry was asked for version %s and answered %s" % (pack.pin, told.get("version")))
    return address


def unpack(archive, folder):
    """Unpacks a zip or tar into an empty folder and gives the names of its members. Nothing gets outside."""
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as source:
            members = [(i.filename, i.file_size, stat.S_IFMT(i.external_attr >> 16), (i.external_attr >> 16) & 0o777, i) for i in source.infolist()]
            return unpack_members(members, folder, source.open)
    try:
        with tarfile.open(archive) as source:
            kinds = {tarfile.REGTYPE: stat.S_IFREG, tarfile.AREGTYPE: stat.S_IFREG, tarfile.DIRTYPE: stat.S_IFDIR}
            members = [(m.name + ("/" if m.isdir() else ""), m.size, kinds.get(m.type, stat.S_IFLNK), m.mode & 0o777, m) for m in source.getmembers()]
            return unpack_members([m for m in members if m[0] not in ("./", "/")], folder, source.extractfile)
    except tarfile.TarError:
        raise Problem("what came is neither a zip nor a tar archive")


def unpack_members(members, folder, open_member):
    names, total = [], 0
    for name, size, kind, mode, member in members:
        is_folder = name.endswith("/")
        plain = name[2:] if name.startswith("./") else name
        wrong = safe_relative(plain.rstrip("/"))
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            wrong = "it is a link or a device"
        if wrong or plain.split("/")[0] == ".git":
            raise Problem("the archive is refused: member %s: %s" % (shown(name), wrong or "it is part of .git"))
        total += size
        if total > MAXIMUM_UNPACKED or len(names) > 200000:
            raise Problem("the archive is refused: it unpacks to more than %s" % size_of(MAXIMUM_UNPACKED))
        names.append(plain)
        path = os.path.join(folder, plain)
        os.makedirs(path if is_folder else os.path.dirname(path), exist_ok=True)
        if not is_folder:
            left = size
            with open_member(member) as source, open(path, "wb") as out:
                while True:
                    block = source.read(1 << 20)
                    left -= len(block)
                    if left < 0:
                        raise Problem("the archive is refused: %s is larger than it says" % shown(name))
                    if not block:
                        break
                    out.write(block)
            if mode & 0o100:
                os.chmod(path, 0o755)
    if TRACKING in names:
        names.remove(TRACKING)
    return names


def keep_what_is_not_the_packs(pack):
    """Files that the pack or its user put into the old folder (settings, small models) go along into the new one."""
    old, new = pack.target, pack.stage
    how, changed, missing = look_inside(old)
    if how == "git":
        others = [n for n in git(["ls-files", "--others", "-z"], old).split("\0") if n and not n.endswith("/")]
        others = [n for n in others if not any(p in SKIPPED for p in n.split("/")) and not n.endswith(".pyc")]
    elif how == "registry":
        own = set(tracked(old)) | {TRACKING}
        others = [n for n in files_below(old) if n not in own]
    else:
        # Nothing says which files were the own ones of the pack: what the new one has is, what it has not is kept.
        here = [n for n in files_below(old) if n != TRACKING]
        differ = [n for n in here if os.path.lexists(os.path.join(new, n)) and not same_content(os.path.join(old, n), os.path.join(new, n))]
        if differ and not OPTIONS["force"]:
            raise Problem("%s is not from git or the Comfy Registry, and %s differ from the pin: save them, or run with --force"
                          % (old, some(differ)))
        others = here
    for name in others:
        wanted = os.path.join(new, name)
        if os.path.lexists(wanted) or not inside(new, wanted):
            continue
        os.makedirs(os.path.dirname(wanted), exist_ok=True)
        copy_of(os.path.join(old, name), wanted)


def inside(folder, path):
    parent = os.path.dirname(path)
    while not os.path.lexists(parent):
        parent = os.path.dirname(parent)
    real = os.path.realpath(folder)
    return os.path.isdir(parent) and (os.path.realpath(parent) + "/").startswith(real + "/")


def copy_of(old, new):
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:
        shutil.copy2(old, new, follow_symlinks=False)
