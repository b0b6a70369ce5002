# Runs in the interpreter of ComfyUI: which requirements of packs it does not meet. The install script and images both ask it.
# This text stands in other texts: it has no single quotes, and no three double ones.
import importlib, importlib.metadata as metadata, importlib.util, json, os, re, sys
try:
    from packaging.requirements import Requirement, InvalidRequirement
except ImportError:
    try:
        from pip._vendor.packaging.requirements import Requirement, InvalidRequirement
    except ImportError:
        Requirement, InvalidRequirement = None, ValueError
KNOWN = {}


def forget():
    # Something was installed: nothing that was seen before counts.
    KNOWN.clear()
    importlib.invalidate_caches()


def version_of(name):
    # Version of a distribution, and whether something of it can be imported; None where it is not installed.
    key = re.sub(r"[-_.]+", "-", name).lower()
    if key not in KNOWN:
        try:
            found = metadata.distribution(name)
            KNOWN[key] = (found.version, importable(found))
        except metadata.PackageNotFoundError:
            KNOWN[key] = None
    return KNOWN[key]


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


def from_address(line):
    # Whether anything was installed from an address that names no distribution: what was, remembers it.
    address = re.sub(r"^[a-z]+\+", "", line.split("#")[0].strip())
    address = re.sub(r"@[^/@]*$", "", address)
    return any(address in (one.read_text("direct_url.json") or "") for one in metadata.distributions())


def lines_of(path, seen):
    # The requirements in a file and in those that it names.
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
    # Why a requirement is not met; None where it is.
    egg = re.search(r"#egg=([A-Za-z0-9._-]+)", line)
    if re.match(r"^[a-z+]+://|^\.", line) or egg and "@ " not in line:
        if egg:
            return None if version_of(egg.group(1)) else "not installed"
        # A folder of the pack itself leaves no address that could be looked for.
        return None if line.startswith(".") or from_address(line) else "nothing is installed from it"
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


def unmet(path):
    # Lines of a file that are not met, each with its reason.
    told = [(line, check(line)) for line in lines_of(path, set())]
    return [[line, reason] for line, reason in told if reason]


if __name__ == "__main__":
    answers = dict((name, unmet(path)) for name, path in json.load(sys.stdin).items())
    json.dump({"wrong": answers, "exact": Requirement is not None, "version": list(sys.version_info[:3])}, sys.stdout)
