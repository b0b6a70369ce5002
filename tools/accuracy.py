#!/usr/bin/env python3
"""Recomputes the numbers of docs/accuracy.md.

usage: accuracy.py DATA [--no-build]

DATA holds score_packs.py and workflows/<set>/{files/, truth_node_pack.tsv}: workflows whose nodes carry labels.
The answers are ComfyDeps' own, made with the labels hidden. Printed: the score, the answers by rule, how far Confidence
can be trusted, and the score with facts withheld: for packs in five groups, with all that was read from the sources of a
group's packs taken out of the catalog before that group is scored; and with whole kinds of facts taken out.
"""
import collections, csv, hashlib, importlib.util, os, shutil, subprocess, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOOL = os.path.join(ROOT, 'tools', 'ComfyDeps.CatalogTool')
CATALOG = os.path.join(ROOT, 'registry', 'catalog')
FOLDS = 5


def run(*arguments):
    subprocess.run(['dotnet', 'run', '--project', TOOL, '-c', 'Release', '--no-build', '--', *arguments],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def load(data):
    spec = importlib.util.spec_from_file_location('score_packs', os.path.join(data, 'score_packs.py'))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def predict(data, catalog, name):
    output = os.path.join(tempfile.gettempdir(), f'comfydeps-{name}.tsv')
    run('predict', os.path.join(data, 'workflows'), output, catalog)
    with open(output, encoding='utf-8') as f:
        return output, {(r['set'], r['file'], r['class_type']): r for r in csv.DictReader(f, delimiter='\t', quoting=csv.QUOTE_NONE)}


def rows(path):
    above = ''
    with open(path, encoding='utf-8', newline='\n') as f:
        for number, line in enumerate(f):
            row = line.rstrip('\n').split('\t')
            if number == 0:
                yield None, line
                continue
            above = row[0] or above
            yield above, '\t'.join([above] + row[1:]) + '\n'


def without(drop, files):
    """A copy of the catalog without the rows of some files for which drop(repository) holds."""
    folder = tempfile.mkdtemp(prefix='comfydeps-catalog-')
    for name in os.listdir(CATALOG):
        source, target = os.path.join(CATALOG, name), os.path.join(folder, name)
        if name in files:
            column = files[name]
            with open(target, 'w', encoding='utf-8', newline='\n') as f:
                f.writelines(t for first, t in rows(source) if first is None or not drop(t.rstrip('\n').split('\t')[column]))
        elif not name.endswith('.idx'):
            shutil.copy(source, target)
    return folder


SOURCES = {'sources.tsv': 0, 'source-classes.tsv': 0, 'frontend.tsv': 1}


def tally(score, answers, keep=lambda repo: True):
    total, pairs = collections.Counter(), collections.defaultdict(list)
    for name in score.SETS:
        for file, cls, repo in score.truth(name):
            if repo == score.CORE or not keep(repo):
                continue
            row = answers.get((name, file, cls))
            answer = score.canon(row['repo']) if row and row['repo'] else ''
            verdict = 'right' if answer == repo else 'wrong' if answer else 'none'
            total[verdict] += 1
            pairs[cls, repo].append(verdict)
    return total, pairs


def show(label, total, pairs):
    by_pair = collections.Counter()
    for verdicts in pairs.values():
        for v in verdicts:
            by_pair[v] += 1 / len(verdicts)
    line = lambda c: ' / '.join(f"{100 * c[k] / (sum(c.values()) or 1):.2f}" for k in ('right', 'wrong', 'none'))
    print(f'{label:52} uses {line(total)}   pairs {line(by_pair)}')


def fold(repo):
    return int(hashlib.sha256(repo.encode()).hexdigest(), 16) % FOLDS


def key(score, address):
    return score.canon(address)


def main():
    data = sys.argv[1]
    score = load(data)
    if '--no-build' not in sys.argv:
        subprocess.run(['dotnet', 'build', TOOL, '-c', 'Release', '--nologo', '-v', 'q'], check=True)
    output, answers = predict(data, CATALOG, 'all')
    subprocess.run([sys.executable, os.path.join(data, 'score_packs.py'), output], check=True)

    rules, trust = collections.Counter(), collections.defaultdict(collections.Counter)
    for name in score.SETS:
        for file, cls, repo in score.truth(name):
            row = answers.get((name, file, cls))
            if repo != score.CORE and row:
                right = score.canon(row['repo'] or '-') == repo
                rules[row['status'], row['by'], right] += 1
                if row['status'] == 'Resolved':
                    trust[min(9, int(10 * float(row['confidence'])))][right] += 1
    print('\nanswers by rule (custom uses)')
    for (status, by, right), n in sorted(rules.items()):
        print(f'  {status:10} {by:8} {"right" if right else "not right":9} {n}')
    print('resolved, by Confidence')
    for tenth, c in sorted(trust.items()):
        print(f'  {tenth / 10:.1f} and up: right {c[True]}, wrong {c[False]}')

    print('\nright / wrong / none in percent')
    show('all facts', *tally(score, answers))
    total, pairs = collections.Counter(), {}
    for n in range(FOLDS):
        catalog = without(lambda a: a.startswith('https://') and fold(key(score, a)) == n, SOURCES)
        t, p = tally(score, predict(data, catalog, f'fold{n}')[1], lambda repo: fold(repo) == n)
        shutil.rmtree(catalog)
        total.update(t)
        pairs.update(p)
    show('each pack scored without what its source says', total, pairs)
    everything = lambda address: True
    for label, files in (('without any pack source', SOURCES), ('without the history of the list', {'dropped.tsv': 0}),
                         ('without both: the list alone', SOURCES | {'dropped.tsv': 0})):
        catalog = without(everything, files)
        show(label, *tally(score, predict(data, catalog, 'less')[1]))
        shutil.rmtree(catalog)


if __name__ == '__main__':
    main()
