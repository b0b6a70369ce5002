# Runs in the interpreter of ComfyUI: which requirements it does not meet. One process for all packs.
CHECK = r"""
import importlib.metadata as metadata, importlib.util, json, os, re, sys
try:
    from packaging.requirements import Requirement, InvalidRequirement
except ImportError:
    try:
        from pip._vendor.packaging.requirements import Requirement, InvalidRequirement
    except ImportError:
        Requirement, InvalidRequirement = None, ValueError
known = {}
def plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()
def version_of(name):
    key = plain(name)
    if key not in known:
        try:
            found = metadata.distribution(name)
            known[key] = (found.version, importable(found))
        except metadata.PackageNotFoundError:
            known[key] = None
    return known[key]
def importable(found):
    names = (found.read_text("top_level.txt") or "").split()
    if not names:
        for line in (found.read_text("RECORD") or "").splitlines()[:400]:
            first = line.split(",")[0].split("/")[0]
            if "/" in line.split(",")[0] and re.match(r"^[A-Za-z_]\w*$", first) and first != "__pycache__":
                names.append(first)
            elif re.match(r"^[A-Za-z_]\w*\.py$", first):
                names.append(first[:-3])
    names = list(dict.fromkeys(names))[:20]
    if not names:
        return True
    for name in names:
        try:
            if name in sys.modules or importlib.util.find_spec(name) is not None:
                return True
        except (ImportError, ValueError, AttributeError):
            pass
    return False
def lines_of(path, seen):
    if path in seen or not os.path.isfile(path):
        return
    seen.add(path)
    with open(path, "rb") as source:
        raw = source.read()
    text = raw.decode("utf-16") if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else raw.decode("utf-8-sig", "replace")
    for line in text.replace("\\\n", " ").splitlines():
        line = re.sub(r"(^|\s)#.*$", "", line).strip()
        other = re.match(r"^(-r|--requirement)[ =]?(.+)$", line)
        if other:
            yield from lines_of(os.path.join(os.path.dirname(path), other.group(2).strip()), seen)
        elif line and not line.startswith("-"):
            yield re.split(r"\s+--", line)[0].strip()
def check(line):
    egg = re.search(r"#egg=([A-Za-z0-9._-]+)", line)
    if re.match(r"^[a-z+]+://|^\.", line) or egg and "@ " not in line:
        if not egg:
            return None
        return None if version_of(egg.group(1)) else "not installed"
    if Requirement is None:
        name = re.match(r"^[A-Za-z0-9][A-Za-z0-9._-]*", line)
        if ";" in line or not name:
            return None
        found = version_of(name.group(0))
        return "not installed" if found is None else None if found[1] else "installed, and cannot be imported"
    try:
        wanted = Requirement(line)
    except InvalidRequirement:
        return None
    if wanted.marker is not None and not wanted.marker.evaluate({"extra": ""}):
        return None
    found = version_of(wanted.name)
    if found is None:
        return "not installed"
    if wanted.specifier and not wanted.specifier.contains(found[0], prereleases=True):
        return "%s is installed" % found[0]
    return None if found[1] else "%s is installed, and cannot be imported" % found[0]
answers = {}
for name, path in json.load(sys.stdin).items():
    wrong = []
    for line in lines_of(path, set()):
        reason = check(line)
        if reason:
            wrong.append([line, reason])
    answers[name] = wrong
json.dump({"wrong": answers, "exact": Requirement is not None, "version": list(sys.version_info[:3])}, sys.stdout)
"""


def check_requirements(packs, staged):
    """Pack name to what the Python of ComfyUI does not meet of its requirements.txt."""
    files = {}
    for pack in packs:
        folder = pack.stage if staged and pack.stage else pack.target
        path = os.path.join(folder, "requirements.txt")
        if os.path.isfile(path):
            files[pack.name] = path
    if not files:
        return {}
    run = subprocess.run([OPTIONS["python"], "-c", CHECK], input=json.dumps(files).encode(), cwd="/",
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if run.returncode != 0:
        raise Problem("%s could not check the requirements: %s" % (OPTIONS["python"], last_lines(run.stderr)))
    told = json.loads(run.stdout.decode("utf-8", "replace"))
    if not told["exact"]:
        say("%s has neither pip nor packaging: of requirements only the presence is checked, not the version." % OPTIONS["python"])
    return told["wrong"]


def last_lines(output, count=6):
    lines = [l.strip() for l in output.decode("utf-8", "replace").splitlines() if l.strip()]
    return " / ".join(lines[-count:]) or "no output"


class Installer:
    """Puts requirements into the interpreter that runs ComfyUI: with uv where that is better, else with pip."""

    def __init__(self, state, constraints, lock):
        self.state = state
        self.lock = lock
        self.constraints = None
        if constraints:
            self.constraints = os.path.join(state, "constraints.txt")
            write_whole(self.constraints, constraints)

    def tools(self):
        python = OPTIONS["python"]
        uv = shutil.which("uv")
        # Settings of pip that uv does not read say where packages come from: then pip it is.
        own = [n for n in os.environ if n in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_NO_INDEX", "PIP_FIND_LINKS", "PIP_CONFIG_FILE")]
        own += [p for p in ("/etc/pip.conf", os.path.expanduser("~/.pip/pip.conf"), os.path.expanduser("~/.config/pip/pip.conf")) if os.path.exists(p)]
        found = []
        if uv and not own:
            found.append([uv, "pip", "install", "--python", python])
        if subprocess.run([python, "-c", "import pip"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0:
            found.append([python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"])
        elif uv and own:
            found.append([uv, "pip", "install", "--python", python])
        if not found:
            raise Problem("%s has no pip, and uv is not installed: run %s -m ensurepip" % (python, python))
        return found

    def install(self, packs):
        """One call for all; when it fails, one for each, so that one bad pack does not cost the others."""
        wrong = check_requirements(packs, staged=True)
        needed = [p for p in packs if wrong.get(p.name)]
        if not needed:
            return
        tools = self.tools()
        say("installing the requirements of %d packs with %s" % (len(needed), " ".join(tools[0][:3])))
        if len(needed) > 1 and self.run(tools, needed) is None:
            return
        for pack in needed:
            problem = self.run(tools, [pack])
            if problem is not None:
                pack.fail("its requirements could not be installed: " + problem)

    def run(self, tools, packs):
        problem = None
        for tool in tools:
            command = list(tool)
            for pack in packs:
                command += ["-r", os.path.join(pack.stage or pack.target, "requirements.txt")]
            if self.constraints:
                command += ["-c", self.constraints]
            marker = [] if self.in_venv() else self.break_system(tool)
            run = self.call(command + marker, "/")
            if run.returncode == 0:
                return None
            problem = last_lines(run.stdout)
        return problem

    @staticmethod
    def in_venv():
        return os.path.exists(os.path.join(os.path.dirname(os.path.dirname(OPTIONS["python"])), "pyvenv.cfg"))

    @staticmethod
    def break_system(tool):
        code = "import os, sysconfig; print(os.path.exists(os.path.join(sysconfig.get_path(\"stdlib\"), \"EXTERNALLY-MANAGED\")))"
        told = subprocess.run([OPTIONS["python"], "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return ["--break-system-packages"] if told.stdout.strip() == b"True" else []

    def call(self, command, folder, environment=None):
        # What is started holds the lock too: should this run be killed, the next one waits for it.
        held = [l.file for l in self.lock if l.file is not None]
        return subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, pass_fds=held)

    def set_up(self, pack):
        """The install.py of a pack, as ComfyUI-Manager runs it."""
        if not os.path.isfile(os.path.join(pack.target, "install.py")):
            return
        environment = dict(os.environ, COMFYUI_PATH=OPTIONS["comfyui"], COMFYUI_FOLDERS_BASE_PATH=OPTIONS["comfyui"])
        for name in ("HF_TOKEN", "CIVITAI_API_TOKEN", "GITHUB_TOKEN"):
            environment.pop(name, None)
        say("running install.py of %s" % shown(pack.name))
        run = self.call([OPTIONS["python"], "install.py"], pack.target, environment)
        if run.returncode != 0:
            raise Problem("its install.py ended with code %d: %s" % (run.returncode, last_lines(run.stdout)))
