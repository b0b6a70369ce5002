OPTIONS = {}


def read_plan():
    """The plan as the shell part hands it over: records of a count and as many fields, each ended by a NUL."""
    fields = sys.stdin.buffer.read().split(b"\0")
    fields = [os.fsdecode(f) for f in fields]
    place, packs, models, refused, constraints, unverified = 0, [], [], [], None, []
    while place + 1 < len(fields):
        count = int(fields[place])
        record, place = fields[place + 1: place + 1 + count], place + 1 + count
        kind, rest = record[0], record[1:]
        if kind == "option":
            OPTIONS[rest[0]] = rest[1]
        elif kind == "only":
            OPTIONS.setdefault("only", []).append(rest[0])
        elif kind == "git":
            packs.append(Pack("git", rest[0], rest[1], rest[2], rest[3], rest[4], "", ""))
        elif kind == "registry":
            packs.append(Pack("registry", rest[0], rest[1], rest[2], rest[3], rest[4], rest[5], rest[6]))
        elif kind == "model":
            models.append(Model(rest[0], rest[1], rest[2], rest[3], rest[4], rest[5], rest[6], rest[7], rest[8:]))
        elif kind == "refused":
            item = Item(rest[0], rest[1])
            item.fail("refused: " + rest[2])
            refused.append(item)
        elif kind == "constraints":
            constraints = (rest[0], os.fsencode(rest[1]))
        elif kind == "unverified":
            unverified.append(rest)
    for kind, name, reason in unverified:
        for item in packs + models:
            if item.kind == kind and name in (item.name, getattr(item, "entry", "")):
                item.notes.append("its pin is not verified: " + reason)
    return packs, models, refused, constraints


def chosen(items):
    """What --only names: a pack by id or folder, a model by its place, file name or entry."""
    wanted = [n.lower() for n in OPTIONS.get("only", [])]
    if not wanted:
        return items
    found = []
    for item in items:
        names = [item.name]
        names += [item.directory] if isinstance(item, Pack) else []
        names += [item.entry, os.path.basename(item.name)] + item.places if isinstance(item, Model) else []
        if any(n.lower() in wanted for n in names):
            found.append(item)
    return found


def refuse_what_is_not_safe(items):
    """The second look: the plan was checked when it was written, and this text may have been changed since."""
    for item in items:
        if isinstance(item, Pack):
            wrong = safe_relative(item.directory) or ("it has folders" if "/" in item.directory or item.directory.startswith(".") else None)
            wrong = wrong and "its folder %s: %s" % (item.directory, wrong)
            if item.source == "git" and not COMMIT.match(item.pin):
                wrong = "its pin is no full commit"
        else:
            wrong = next(("its place %s: %s" % (p, safe_relative(p)) for p in item.places if safe_relative(p)), None)
        if wrong:
            item.fail("refused: " + wrong)


def set_up_packs(packs, state, constraints, locks):
    custom_nodes = OPTIONS["custom_nodes"]
    swaps = Swaps(state)
    stage_root = os.path.join(state, "stage")
    if not reads_only():
        swaps.recover()
        remove_tree(stage_root)
    survey_packs(packs, custom_nodes, state)
    todo = [p for p in packs if p.action and not p.status]
    if OPTIONS["dry_run"] or OPTIONS["verify_only"]:
        for pack in todo:
            if OPTIONS["verify_only"]:
                pack.fail("it is not at its pin: %s" % pack.detail)
            else:
                pack.done(WOULD, "%s to %s (%s)" % (pack.action, at(pack), pack.detail))
        return
    with ThreadPoolExecutor(max(1, int(OPTIONS["jobs"]))) as workers:
        runs = [(p, workers.submit(prepare_pack, p, os.path.join(stage_root, str(n)))) for n, p in enumerate(todo)]
        for pack, run in runs:
            guarded(pack, run.result)
    installer = Installer(state, constraints, locks)
    ready = [p for p in todo if not p.status]
    ready_to_use = ready + [p for p in packs if not p.action and not p.status]
    try:
        installer.install(ready_to_use)
    except Problem as problem:
        for pack in ready:
            pack.fail(problem)
    for pack in [p for p in ready if not p.status]:
        guarded(pack, lambda: finish_pack(pack, swaps, installer))
    remove_tree(stage_root)


def survey_packs(packs, custom_nodes, state):
    known = places(custom_nodes)
    with ThreadPoolExecutor(8) as workers:
        for pack, run in [(p, workers.submit(survey_pack, p, custom_nodes, known, state)) for p in packs if not p.status]:
            guarded(pack, run.result)


def finish_pack(pack, swaps, installer):
    if pack.action != "finish":
        swaps.put(pack)
    try:
        installer.set_up(pack)
    except Problem:
        if pack.action != "finish" and swaps.undo(pack):
            pack.notes.append("the pack as it was before is in place again")
        raise
    swaps.finished(pack)
    before = "" if pack.action == "install" else ", it was: " + pack.detail
    pack.done(INSTALLED if pack.action == "install" else UPDATED, at(pack) + before)
    say("%s %s, %s" % (pack.status, shown(pack.name), at(pack)))


def guarded(item, work):
    """A failure is about one item; the others go on."""
    try:
        work()
    except Problem as problem:
        item.fail(problem)
    except OSError as error:
        item.fail(why(error))
    except Exception as error:
        # Archives and answers from outside can make a library fail in any way.
        item.fail("%s: %s" % (type(error).__name__, error))


def check_packs(packs):
    """At the end nobody is believed: every pack is looked at again, and ComfyUI is asked for what it requires."""
    for pack in packs:
        if pack.status == FAILED:
            continue
        found = at_pin(pack, pack.target) if os.path.isdir(pack.target) else "nothing there"
        if found is not None:
            pack.fail("after all was done, %s has %s instead of %s" % (pack.target, found, at(pack)))
    right = [p for p in packs if p.status != FAILED]
    try:
        wrong = check_requirements(right, staged=False)
    except Problem as problem:
        for pack in right:
            pack.fail(problem)
        return
    for pack in right:
        unmet = wrong.get(pack.name)
        if unmet:
            pack.fail("requirements are not met in %s: %s" % (OPTIONS["python"], "; ".join("%s: %s" % (a, b) for a, b in unmet[:5])))
        elif not pack.status:
            pack.done(OK, at(pack))


def set_up_models(items):
    folder = OPTIONS["models"]
    hashes = Hashes(folder)
    models = Models([i for i in items if not i.status], folder, hashes)
    with ThreadPoolExecutor(4) as workers:
        models.survey(workers)
    groups = models.needs()
    if OPTIONS["dry_run"] or OPTIONS["verify_only"]:
        judge_models(models)
        return
    if groups:
        groups.sort(key=lambda g: -(g[0].size or 0))
        size = sum(g[0].size or 0 for g in groups)
        say("%d model files to fetch (%s), %d are right" % (len(groups), size_of(size), len(models.groups) - len(groups)))
        try:
            models.enough_space(groups)
            models.fetch(groups, int(OPTIONS["jobs"]))
        except Problem as problem:
            for item in [i for g in groups for i in g]:
                item.fail(problem)
    models.link()
    models.tidy()
    try:
        hashes.save()
    except OSError as error:
        say("The hashes could not be kept: %s" % why(error))
    # Once more by name and size: what was right a moment ago may have been taken away meanwhile.
    for item in models.items:
        for place in item.places if item.status != FAILED else []:
            try:
                size = os.stat(os.path.join(folder, place)).st_size
            except OSError as error:
                size = -1
            if size <= 0 or item.size is not None and size != item.size:
                item.fail("after all was done, %s is not there or has another size" % place)


def judge_models(models):
    for item in models.items:
        bad = [p for p in item.places if p not in models.good]
        if not bad:
            item.done(OK, size_of(models.good[item.places[0]].st_size))
        elif OPTIONS["verify_only"]:
            item.fail("; ".join("%s: %s" % (p, models.wrong.get(p, "not there")) for p in bad))
        else:
            elsewhere = any(p in models.good for i in models.groups.get((item.sha256, item.size), []) for p in i.places)
            item.done(WOULD, ("link " if elsewhere else "fetch ") + "%s (%s)" % (
                size_of(item.size) if item.size else "unknown size", models.wrong.get(bad[0], "not there")))


def check_places(models):
    """ComfyUI finds models below its own folder, and where extra_model_paths.yaml says."""
    comfyui, folder = OPTIONS["comfyui"], OPTIONS["models"]
    if not comfyui or not models or os.path.realpath(folder) == os.path.realpath(os.path.join(comfyui, "models")):
        return
    text = read_text(os.path.join(comfyui, "extra_model_paths.yaml")) or ""
    for name in sorted(set(m.name.split("/")[0] for m in models)):
        if not re.search("(?m)^\\s+%s\\s*:" % re.escape(name), text):
            say("NOTE: ComfyUI at %s does not look for %s in %s: its extra_model_paths.yaml has no line for it." % (
                comfyui, shown(name), folder))


def reads_only():
    return OPTIONS["dry_run"] or OPTIONS["verify_only"]


def take_locks(with_packs, with_models):
    locks = []
    if reads_only():
        return locks
    folders = ([os.path.join(OPTIONS["models"], ".comfydeps")] if with_models else []) + ([OPTIONS["state"]] if with_packs else [])
    for folder in folders:
        lock = Lock(folder)
        try:
            lock.take()
        except OSError as error:
            raise Problem("nothing can be written in %s: %s" % (folder, why(error)))
        locks.append(lock)
    return locks


def state_folder():
    """Beside custom_nodes on the same disk, where neither ComfyUI nor its Manager takes it for a pack."""
    custom_nodes = os.path.realpath(os.path.join(OPTIONS["comfyui"], "custom_nodes"))
    if not reads_only():
        os.makedirs(custom_nodes, exist_ok=True)
    OPTIONS["custom_nodes"] = custom_nodes
    beside = os.path.join(OPTIONS["comfyui"], ".comfydeps")
    same = os.path.isdir(custom_nodes) and os.stat(custom_nodes).st_dev == os.stat(OPTIONS["comfyui"]).st_dev
    OPTIONS["state"] = beside if same else os.path.join(custom_nodes, ".comfydeps.disabled")
    if not reads_only() and not os.path.exists(os.path.join(OPTIONS["state"], ".gitignore")):
        os.makedirs(OPTIONS["state"], exist_ok=True)
        write_whole(os.path.join(OPTIONS["state"], ".gitignore"), b"*\n")


def run_all(packs, models, constraints):
    if packs:
        try:
            state_folder()
        except OSError as error:
            raise Problem("nothing can be written in %s: %s" % (OPTIONS["comfyui"], why(error)))
    if constraints and hashlib.sha256(constraints[1]).hexdigest() != constraints[0]:
        raise Problem("the constraints in this script are not the ones of the registry: generate the script again")
    locks = take_locks(bool(packs), bool(models))
    OPTIONS["locks"] = locks
    # Models come from elsewhere than packs: both at once.
    failures = []
    fetching = threading.Thread(target=lambda: caught(failures, lambda: set_up_models(models)), daemon=True)
    if models:
        fetching.start()
    if packs:
        set_up_packs(packs, OPTIONS["state"], constraints[1] if constraints else None, locks)
        if not OPTIONS["dry_run"]:
            check_packs(packs)
        for pack in packs:
            if not pack.status:
                pack.done(OK, at(pack))
    if models:
        while fetching.is_alive():
            fetching.join(0.2)
    if failures:
        raise failures[0]
    check_places(models)


def caught(failures, work):
    try:
        work()
    except BaseException as failure:
        failures.append(failure)


def main():
    packs, models, refused, constraints = read_plan()
    for name in ("force", "dry_run", "verify_only", "nodes_only", "models_only", "rollback"):
        OPTIONS[name] = OPTIONS.get(name) == "1"
    OPTIONS["timeout"] = int(OPTIONS.get("timeout") or 60)
    if sys.executable:
        # What stands behind a wrapper of pyenv, say.
        OPTIONS["python"] = sys.executable
    items, code = [], 0
    try:
        if OPTIONS["rollback"]:
            state_folder()
            OPTIONS["locks"] = take_locks(True, False)
            items = roll_back(OPTIONS["state"])
        else:
            everything = ([] if OPTIONS["models_only"] else packs) + ([] if OPTIONS["nodes_only"] else models)
            items = chosen(everything + [r for r in refused if not (OPTIONS["models_only"] and r.kind == "Node")
                                         and not (OPTIONS["nodes_only"] and r.kind == "Model")])
            if OPTIONS.get("only") and not items:
                raise Problem("--only names nothing of this script: " + ", ".join(OPTIONS["only"]))
            work = [i for i in items if not i.status]
            refuse_what_is_not_safe(work)
            run_all([i for i in work if isinstance(i, Pack)], [i for i in work if isinstance(i, Model)], constraints)
        code = 1 if any(i.status == FAILED for i in items) else 0
    except Problem as problem:
        say("STOPPED: " + shown(problem))
        for item in items:
            if not item.status:
                item.status, item.cause = FAILED, str(problem)
        code = 75 if isinstance(problem, Locked) else 1
    except Exception as error:
        # A defect of this script: it is told like any failure, and the report is written.
        cause = "unexpected: %s: %s" % (type(error).__name__, error)
        say("STOPPED: " + shown(cause))
        for item in items:
            if not item.status:
                item.status, item.cause = FAILED, cause
        code = 1
    finally:
        for lock in OPTIONS.get("locks", []):
            lock.release()
    finish(items, code)


def finish(items, code):
    table(items)
    counts = collections.Counter(i.status for i in items)
    say("%s: %s" % ("FAILED" if code else "done", ", ".join("%d %s" % (counts[k], k) for k in sorted(counts)) or "nothing to do"))
    facts = {"registry": OPTIONS.get("registry"), "comfydeps": OPTIONS.get("version"), "comfyui": OPTIONS.get("comfyui") or None,
             "python": OPTIONS.get("python") or None, "models": OPTIONS.get("models") or None}
    if OPTIONS.get("json"):
        try:
            write_report(OPTIONS["json"], items, facts, code)
        except OSError as error:
            say("The report could not be written: %s" % why(error))
            code = code or 1
    sys.stdout.flush()
    os._exit(code)


try:
    main()
except KeyboardInterrupt:
    STOP.set()
    say("stopped; run it again to go on from here")
    for held in OPTIONS.get("locks", []):
        held.release()
    os._exit(130)
