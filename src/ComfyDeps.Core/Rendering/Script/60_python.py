# One process for all packs.
CHECK = r"""
#@CHECK@
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


#@PIP@


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
        own = settings_of_pip(python)
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
        if len(needed) == 1 or self.run(tools, needed) is not None:
            for pack in needed:
                problem = self.run(tools, [pack])
                if problem is not None:
                    pack.fail("its requirements could not be installed: " + problem)
        self.ask_again(tools, needed)

    def ask_again(self, tools, packs):
        """A program that says it installed something is not believed, and what one pack got can undo what another has."""
        wrong = check_requirements([p for p in packs if not p.status], staged=True)
        for pack in packs:
            if wrong.get(pack.name):
                line, reason = wrong[pack.name][0]
                pack.fail("its requirements could not be installed: %s ended without an error, and %s: %s" % (
                    " or ".join(os.path.basename(tool[0]) for tool in tools), line, reason))

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
            if tool is not tools[-1]:
                say("%s could not install the requirements of %s; pip tries: %s" % (tool[0], some([p.name for p in packs]), shown(problem)))
        return problem

    @staticmethod
    def in_venv():
        return os.path.exists(os.path.join(os.path.dirname(os.path.dirname(OPTIONS["python"])), "pyvenv.cfg"))

    @staticmethod
    def break_system(tool):
        code = "import os, sysconfig; print(os.path.exists(os.path.join(sysconfig.get_path(\"stdlib\"), \"EXTERNALLY-MANAGED\")))"
        told = subprocess.run([OPTIONS["python"], "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return ["--break-system-packages"] if told.stdout.strip() == b"True" else []

    def call(self, command, folder, **more):
        # No token for what packs bring along: a line of requirements.txt may name a variable, and pip puts its value into an address.
        environment = dict((k, v) for k, v in os.environ.items() if k not in ("HF_TOKEN", "CIVITAI_API_TOKEN", "GITHUB_TOKEN"))
        environment.update(more)
        # What is started holds the lock too: should this run be killed, the next one waits for it.
        held = [l.file for l in self.lock if l.file is not None]
        return subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, pass_fds=held)

    def set_up(self, pack):
        """The install.py of a pack, as ComfyUI-Manager runs it."""
        if not os.path.isfile(os.path.join(pack.target, "install.py")):
            return
        say("running install.py of %s" % shown(pack.name))
        run = self.call([OPTIONS["python"], "install.py"], pack.target, COMFYUI_PATH=OPTIONS["comfyui"],
                        COMFYUI_FOLDERS_BASE_PATH=OPTIONS["comfyui"])
        if run.returncode != 0:
            raise Problem("its install.py ended with code %d: %s" % (run.returncode, last_lines(run.stdout)))
