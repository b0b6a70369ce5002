def settings_of_pip(python):
    """What says where packages come from, or which, and uv does not read: then pip it is."""
    own = [n for n in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_NO_INDEX", "PIP_FIND_LINKS") if os.environ.get(n)]
    own += ["PIP_CONSTRAINT"] if os.environ.get("PIP_CONSTRAINT", "") != os.environ.get("UV_CONSTRAINT", "") else []
    if os.environ.get("PIP_CONFIG_FILE") == os.devnull:
        # Pip then reads no file at all.
        return own
    user = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    said = re.compile("(?m)^\\s*(index.url|extra.index.url|no.index|find.links|constraint)\\s*[=:]")
    for path in (os.environ.get("PIP_CONFIG_FILE") or "", "/etc/pip.conf", "/etc/xdg/pip/pip.conf",
                 os.path.dirname(os.path.dirname(python)) + "/pip.conf", os.path.expanduser("~/.pip/pip.conf"), user + "/pip/pip.conf"):
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                own += [path] if said.search(file.read(1048576)) else []
        except OSError:
            pass
    return own
