class Swaps:
    """What the last run replaced, so that it can be undone; and what a killed run left half done."""

    def __init__(self, state):
        self.state = state
        self.previous = os.path.join(state, "previous")
        self.manifest = os.path.join(self.previous, "run.json")
        self.unfinished = os.path.join(state, "unfinished")
        self.journal = os.path.join(state, "swap.json")
        self.entries = []
        self.begun = False

    def recover(self):
        """A run was killed between the two renames of a swap: the old pack goes back."""
        try:
            told = json.loads(read_text(self.journal) or "null")
        except ValueError:
            told = None
        if isinstance(told, dict):
            target, kept = told["target"], told["kept"]
            if not os.path.lexists(target) and os.path.lexists(kept):
                os.rename(kept, target)
                say("put back %s, which a killed run had moved away" % shown(target))
        discard(self.journal)
        sweep(self.unfinished)

    def begin(self):
        if not self.begun:
            self.begun = True
            remove_tree(self.previous)
            os.makedirs(self.previous)

    def put(self, pack):
        """The new pack takes the place of the old one."""
        self.begin()
        name = os.path.basename(pack.target)
        os.makedirs(self.unfinished, exist_ok=True)
        write_whole(os.path.join(self.unfinished, name), pack.pin.encode())
        pack.replaced = os.path.lexists(pack.target)
        kept = os.path.join(self.previous, "packs", name)
        os.makedirs(os.path.dirname(kept), exist_ok=True)
        self.entries.append({"target": pack.target, "kept": kept, "had": pack.replaced})
        write_whole(self.manifest, json.dumps(self.entries).encode())
        if not pack.replaced:
            os.rename(pack.stage, pack.target)
            return
        os.rename(pack.stage, kept)
        if not exchange(kept, pack.target):
            aside = pack.stage
            write_whole(self.journal, json.dumps({"target": pack.target, "kept": aside}).encode())
            os.rename(pack.target, aside)
            os.rename(kept, pack.target)
            os.rename(aside, kept)
            discard(self.journal)

    def finished(self, pack):
        discard(os.path.join(self.unfinished, os.path.basename(pack.target)))

    def undo(self, pack):
        """The set-up of the new pack failed: the old one works on."""
        entry = next((e for e in self.entries if e["target"] == pack.target), None)
        if entry is None or not entry["had"]:
            return False
        remove_tree(pack.stage)
        os.rename(pack.target, pack.stage)
        os.rename(entry["kept"], pack.target)
        self.entries.remove(entry)
        write_whole(self.manifest, json.dumps(self.entries).encode())
        self.finished(pack)
        return True


def roll_back(state):
    """The packs as they were before the last run that changed any; once more, and it is undone."""
    swaps = Swaps(state)
    swaps.recover()
    try:
        entries = json.loads(read_text(swaps.manifest) or "[]")
    except ValueError:
        entries = []
    items = []
    for entry in reversed(entries):
        item = Item("Node", os.path.basename(entry["target"]))
        items.append(item)
        target, kept = entry["target"], entry["kept"]
        try:
            has, had = os.path.lexists(target), os.path.lexists(kept)
            discard(os.path.join(swaps.unfinished, os.path.basename(target)))
            if has and had:
                if not exchange(kept, target):
                    aside = kept + ".aside"
                    os.rename(target, aside)
                    os.rename(kept, target)
                    os.rename(aside, kept)
                item.done(ROLLED_BACK, "the pack of before is there again")
            elif has:
                os.makedirs(os.path.dirname(kept), exist_ok=True)
                os.rename(target, kept)
                item.done(ROLLED_BACK, "it was not there before")
            elif had:
                os.rename(kept, target)
                item.done(ROLLED_BACK, "the pack is there again")
            else:
                item.fail("neither %s nor its kept copy is there" % target)
        except OSError as error:
            item.fail(why(error))
    if not items:
        say("There is nothing to roll back: no run has changed a pack here.")
    else:
        say("The packs are as they were before the last run that changed any; Python packages that it installed stay.")
    return items
