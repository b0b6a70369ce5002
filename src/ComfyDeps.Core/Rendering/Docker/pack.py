#!/opt/venv/bin/python
"""Puts one node pack, or one model, into the image at its pin, and ends with an error unless it is there."""
import hashlib, os, re, shutil, subprocess, sys, urllib.parse, urllib.request, zipfile
sys.dont_write_bytecode = True
import requirements

COMFYUI = "/comfyui"
PACKS = COMFYUI + "/custom_nodes"
CONSTRAINTS = os.environ.get("PIP_CONSTRAINT", "")
TOKENS = {"huggingface.co": "HF_TOKEN", "civitai.com": "CIVITAI_API_TOKEN"}


def fail(text):
    sys.exit("comfydeps: " + text)


# Nobody is there to answer git, and a submodule may name any address: https, or http where this machine rewrites it to that.
GIT = {"GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "true", "SSH_ASKPASS": "true", "GIT_ALLOW_PROTOCOL": "https:http"}


def run(*command, folder="/", **settings):
    settings = dict(os.environ, **GIT, **settings)
    if subprocess.run(command, cwd=folder, env=settings, stdin=subprocess.DEVNULL).returncode != 0:
        fail("this failed: " + " ".join(command))


def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def project_of(folder):
    """Name and version as pyproject.toml says them."""
    text = read(folder + "/pyproject.toml")
    try:
        import tomllib
    except ImportError:
        from pip._vendor import tomli as tomllib
    project = tomllib.loads(text).get("project", {})
    return str(project.get("name", "")).strip().lower(), str(project.get("version", "")).strip()


def padded(version):
    return (version.split(".") + ["0", "0"])[:3] if re.fullmatch("[0-9]+([.][0-9]+){0,1}", version) else version.split(".")


def commit_of(folder):
    told = subprocess.run(["git", "-c", "safe.directory=*", "rev-parse", "HEAD"], cwd=folder, stdout=subprocess.PIPE)
    return told.stdout.decode().strip()


def check_submodules(name, folder):
    if not os.path.exists(folder + "/.gitmodules"):
        return
    told = subprocess.run(["git", "-c", "safe.directory=*", "submodule", "status", "--recursive"], cwd=folder, stdout=subprocess.PIPE)
    for line in told.stdout.decode("utf-8", "replace").splitlines():
        if not line.startswith(" "):
            fail("%s: a submodule is not at its commit: %s" % (name, line.strip()))


def check(kind, directory, name, pin):
    """Fails unless the pack is in its folder, at its pin, with its requirements."""
    folder = PACKS + "/" + directory
    if not os.path.isdir(folder):
        fail("%s: nothing is in %s" % (name, folder))
    if kind == "git":
        if commit_of(folder) != pin:
            fail("%s: %s stands at %s, not at %s" % (name, folder, commit_of(folder) or "no commit", pin))
        check_submodules(name, folder)
    else:
        for file in (".tracking", "pyproject.toml"):
            if not os.path.isfile(folder + "/" + file):
                fail("%s: %s has no %s: it was not installed from the Comfy Registry" % (name, folder, file))
        found, version = project_of(folder)
        if found != name.lower() or padded(version) != padded(pin):
            fail("%s: %s holds %s %s, not %s" % (name, folder, found, version, pin))
    for line, problem in requirements.unmet(folder + "/requirements.txt"):
        fail("%s: its requirement %s is not met: %s" % (name, line, problem))


def set_up(folder):
    """Requirements into the interpreter that runs ComfyUI, then the install.py that some packs have."""
    file = folder + "/requirements.txt"
    if requirements.unmet(file):
        install("-r", file)
        requirements.forget()
    if os.path.isfile(folder + "/install.py"):
        run(sys.executable, "install.py", folder=folder, COMFYUI_PATH=COMFYUI)


#@PIP@


def install(*what):
    """With uv where it is there and reads what pip was told of where packages come from; what it cannot do, pip may."""
    uv = None if settings_of_pip(sys.executable) else shutil.which("uv")
    if uv:
        if subprocess.run([uv, "pip", "install", "--no-cache", "--python", sys.executable, *what], cwd="/", stdin=subprocess.DEVNULL).returncode == 0:
            return
        print("comfydeps: uv could not install it; pip tries", flush=True)
    run(sys.executable, "-m", "pip", "install", "--no-input", "--no-cache-dir", "--disable-pip-version-check", *what)


def empty(directory):
    folder = PACKS + "/" + directory
    if os.path.lexists(folder):
        fail("%s is in the base image already" % folder)
    return folder


def from_git(directory, name, pin, url, mirror=""):
    folder = empty(directory)
    run("git", "init", "-q", folder)
    run("git", "remote", "add", "origin", url, folder=folder)
    one = ["git", "-c", "core.hooksPath=/dev/null"]
    fetch = one + ["fetch", "-q", "--depth", "1", mirror or url, pin]
    if subprocess.run(fetch, cwd=folder, env=dict(os.environ, **GIT)).returncode != 0:
        # A server that gives no single commit gives its branches and tags.
        run(*one, "fetch", "-q", "--tags", mirror or url, "+refs/heads/*:refs/remotes/origin/*", folder=folder)
    run(*one, "-c", "advice.detachedHead=false", "checkout", "-q", pin, folder=folder)
    below = one + ["submodule", "update", "-q", "--init", "--recursive"]
    if os.path.exists(folder + "/.gitmodules") and subprocess.run(below + ["--depth", "1"], cwd=folder, env=dict(os.environ, **GIT)).returncode != 0:
        run(*below, folder=folder)
    set_up(folder)
    check("git", directory, name, pin)


def from_archive(directory, name, pin, url, sha256):
    folder = empty(directory)
    archive = "/tmp/comfydeps-archive.zip"
    download(url, archive, "", sha256)
    with zipfile.ZipFile(archive) as members:
        names = members.namelist()
        for member in names:
            if member.startswith("/") or ".." in member.split("/") or "\\" in member:
                fail("%s: the archive has a member outside of its folder: %s" % (name, member))
        members.extractall(folder)
    with open(folder + "/.tracking", "w", encoding="utf-8") as tracking:
        tracking.write("\n".join(names))
    os.remove(archive)
    set_up(folder)
    check("registry", directory, name, pin)


def by_manager(directory, name, pin):
    """What comfy-node-install has put there; its exit code says little."""
    if directory != name and os.path.isdir(PACKS + "/" + name):
        os.rename(PACKS + "/" + name, empty(directory))
    check("registry", directory, name, pin)


def download(url, path, size, sha256):
    request = urllib.request.Request(url, headers={"User-Agent": "comfydeps"})
    host = urllib.parse.urlsplit(url).hostname or ""
    secret = "/run/secrets/" + TOKENS.get(host, "none")
    if url.startswith("https://") and os.path.isfile(secret):
        # Not passed on to another host that the answer names.
        request.add_unredirected_header("Authorization", "Bearer " + read(secret).strip())
    digest, length = hashlib.sha256(), 0
    os.makedirs(os.path.dirname(path), exist_ok=True)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer, open(path, "wb") as file:
            for block in iter(lambda: answer.read(1048576), b""):
                digest.update(block)
                length += len(block)
                file.write(block)
    except OSError as error:
        fail("%s could not be had: %s" % (url, error))
    if size and length != int(size):
        fail("%s has %d bytes, not %s" % (url, length, size))
    if sha256 and digest.hexdigest() != sha256:
        fail("%s has the sha256 %s, not %s" % (url, digest.hexdigest(), sha256))


def model(url, size, sha256, place, *aliases):
    path = COMFYUI + "/models/" + place
    download(url, path + ".part", size, sha256)
    os.rename(path + ".part", path)
    for alias in aliases:
        other = COMFYUI + "/models/" + alias
        os.makedirs(os.path.dirname(other), exist_ok=True)
        os.link(path, other)


def comfyui(pin, url):
    if commit_of(COMFYUI) != pin:
        run("git", "fetch", "-q", "--depth", "1", url, pin, folder=COMFYUI)
        run("git", "-c", "advice.detachedHead=false", "checkout", "-q", pin, folder=COMFYUI)
        set_up(COMFYUI)
    if commit_of(COMFYUI) != pin:
        fail("ComfyUI stands at %s, not at %s" % (commit_of(COMFYUI), pin))


def volume(root, *folders):
    """A folder that ComfyUI itself does not have is looked for under models/ alone: there it becomes a link to the volume."""
    for folder in folders:
        path, target = COMFYUI + "/models/" + folder, root + "/models/" + folder
        if os.path.isdir(path) and not os.path.islink(path) and not os.listdir(path):
            os.rmdir(path)
        if not os.path.lexists(path):
            os.makedirs(target, exist_ok=True)
            os.symlink(target, path)


def verify(*fields):
    """Everything once more, now that nothing comes after it: what one pack installed can undo what another needs."""
    packs = [fields[i:i + 4] for i in range(0, len(fields), 4)]
    for pack in packs:
        check(*pack)
    for line, problem in requirements.unmet(CONSTRAINTS) if CONSTRAINTS else ():
        # A constraint says which version, not that it has to be there.
        if problem != "not installed":
            fail("the constraint %s is not kept: %s" % (line, problem))
    print("comfydeps: %d node packs are at their pins" % len(packs))


COMMANDS = {"git": from_git, "archive": from_archive, "manager": by_manager, "model": model, "comfyui": comfyui, "volume": volume, "verify": verify}
COMMANDS[sys.argv[1]](*sys.argv[2:])
