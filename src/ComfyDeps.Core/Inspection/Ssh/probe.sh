# shellcheck shell=sh
#
# Looks at a ComfyUI and changes nothing. It is read by a POSIX shell from standard input; before it come assignments:
#   nonce   a word that nobody knows beforehand: what this script says is told by it from what others print
#   wanted  ComfyUI's folder, or empty
#   heads   1 when the first bytes of model files are wanted
# Each answer is one line: the word, a letter, and what it tells, with every control character escaped.

: "${nonce:?}" "${wanted=}" "${heads=1}"
LC_ALL=C
export LC_ALL
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_CONFIG_PARAMETERS CDPATH ENV

record_end=$(printf '\002%s\001' "$nonce")
status="f %f %s %Y %i %d %y %n$record_end"
line_break='
'

# What goes through here leaves as lines: a record may hold anything, line breaks too, up to its end.
frame() {
  awk -v nonce="$nonce" '
    BEGIN {
      RS = "\001"
      mark = "\002" nonce
      size = length(mark)
      for (i = 1; i < 32; i++) code[sprintf("%c", i)] = sprintf("\\%03o", i)
      code[sprintf("%c", 127)] = "\\177"
      code["\\"] = "\\134"
    }
    {
      held = held $0
      if (length(held) < size || substr(held, length(held) - size + 1) != mark) { held = held "\001"; next }
      text = substr(held, 1, length(held) - size)
      held = ""
      sub(/^\n/, "", text)
      if (text ~ /[\001-\037\177\\]/) {
        out = ""
        for (i = 1; i <= length(text); i++) { c = substr(text, i, 1); out = out ((c in code) ? code[c] : c) }
        text = out
      }
      print nonce " " text
      count++
      total += length(text)
    }
    END { printf "%s end %d %.0f\n", nonce, count, total }
  '
}

say() {
  printf '%s%s' "$1" "$record_end"
}

# Files as kind and mode, size, time, inode, file system, the time in words (it has the part of a second) and name; links are followed.
stats() {
  stat -L -c "$status" "$@" 2> /dev/null
}

# The lines of small files: each file by its name, then line by line.
texts() {
  find -L "$@" -maxdepth 0 -type f -size -2049k -exec awk -v end="$record_end" '
    BEGIN { ORS = end }
    FNR == 1 { print "T " FILENAME }
    { print "t " $0 }
  ' {} + 2> /dev/null
}

# Of references only those that are checked out.
references() {
  find -L "$@" -maxdepth 0 -type f -exec awk -v end="$record_end" -v names="$heads_of_packs" '
    BEGIN { ORS = end; n = split(names, list, " "); for (i = 1; i <= n; i++) want[list[i]] = 1 }
    FNR == 1 { print "T " FILENAME }
    $2 in want { print "t " $0 }
  ' {} + 2> /dev/null
}

# What is for programs in the descriptions of distributions.
metadata() {
  find -L "$1" -maxdepth 2 -type f \( -path '*.dist-info/METADATA' -o -path '*.egg-info/PKG-INFO' \) -exec awk -v end="$record_end" '
    BEGIN { ORS = end }
    FNR == 1 { skip = 0; print "T " FILENAME }
    /^\r?$/ { skip = 1 }
    !skip && /^(Name|Version|Requires-Dist):/ { print "t " $0 }
  ' {} + 2> /dev/null
}

is_comfy() {
  [ -f "$1/main.py" ] && [ -f "$1/folder_paths.py" ]
}

# A ComfyUI that runs: where it was started, with which program, and with which arguments.
running() {
  # shellcheck disable=SC2013 # Names that hold a number and nothing else.
  for process in $(grep -l '[m]ain\.py' /proc/[0-9]*/cmdline 2> /dev/null); do
    pid=${process#/proc/}
    pid=${pid%/cmdline}
    started=$(readlink "/proc/$pid/cwd" 2> /dev/null) || continue
    main=$(tr '\000' '\n' < "$process" 2> /dev/null | grep -E '(^|/)main\.py$' | head -n 1)
    case $main in
      /*) folder=${main%/main.py} ;;
      */*) folder=$started/${main%/main.py} ;;
      main.py) folder=$started ;;
      *) continue ;;
    esac
    is_comfy "$folder" || continue
    [ -z "$wanted" ] || [ "$(cd "$folder" && pwd -P)" = "$(cd "$wanted" 2> /dev/null && pwd -P)" ] || continue
    say "r $started"
    tr '\000' '\n' < "$process" 2> /dev/null | awk -v end="$record_end" 'BEGIN { ORS = end } { print "a " $0 }'
    program=$(tr '\000' '\n' < "$process" 2> /dev/null | head -n 1)
    case $program in
      */bin/*) running_prefix=${program%/bin/*} ;;
    esac
    running_folder=$folder
    running_started=$started
    running_arguments=$(tr '\000' '\n' < "$process" 2> /dev/null)
    return
  done
}

# Where ComfyUI is: as told, else the one that runs, else where images and people put it.
find_comfy() {
  if [ -n "$wanted" ]; then
    if is_comfy "$wanted"; then comfy=$wanted; return; fi
    set -- "$wanted/ComfyUI" "$wanted/comfyui" "$wanted/runpod-slim/ComfyUI" "$wanted"/*/ComfyUI
  elif [ -n "$running_folder" ]; then
    comfy=$running_folder
    return
  else
    set -- "$HOME/ComfyUI" /workspace/ComfyUI /workspace/runpod-slim/ComfyUI /comfyui /ComfyUI /opt/ComfyUI /app/ComfyUI /app \
      /runpod-volume/ComfyUI /workspace/*/ComfyUI /root/ComfyUI /home/*/ComfyUI
  fi
  for candidate; do
    is_comfy "$candidate" || continue
    case "$line_break$candidates$line_break" in
      *"$line_break$candidate$line_break"*) continue ;;
    esac
    candidates="$candidates$line_break$candidate"
    say "c $candidate"
    [ -n "$comfy" ] || comfy=$candidate
  done
}

# Folders that the lists of further model folders may mean: each value as it is, and below each base path. Whoever asked
# reads the lists as they are to be read, and takes of these what is right.
extra_folders() {
  find -L "$@" -maxdepth 0 -type f -size -1025k -exec awk -v home="$HOME" '
    function clean(v) {
      sub(/[ \t]+#.*$/, "", v)
      gsub(/^[ \t]+|[ \t\r]+$/, "", v)
      if (v ~ /^".*"$/ || v ~ /^\047.*\047$/) v = substr(v, 2, length(v) - 2)
      if (v ~ /^~(\/|$)/) v = home substr(v, 2)
      if (v ~ /^[|>][+-]?$/) v = ""
      return v
    }
    FNR == 1 { folder = FILENAME; sub(/\/[^\/]*$/, "", folder); bases[++b] = folder }
    /^[ \t]*#/ { next }
    {
      line = $0
      key = ""
      if (match(line, /^[ \t]*[A-Za-z0-9_.-]+[ \t]*:([ \t]|$)/)) {
        key = substr(line, RSTART, RLENGTH)
        line = substr(line, RSTART + RLENGTH)
      }
      value = clean(line)
      if (value == "" || value == "true" || value == "false") next
      if (key ~ /base_path/) { if (value !~ /^\//) value = folder "/" value; bases[++b] = value } else values[++n] = value
    }
    END {
      for (i = 1; i <= n; i++) {
        if (values[i] ~ /^\//) print values[i]
        else for (j = 1; j <= b; j++) print bases[j] "/" values[i]
      }
      for (j = 2; j <= b; j++) { print bases[j] "/models"; if (bases[j] ~ /\/models\/?$/) print bases[j] }
    }
  ' {} + 2> /dev/null
}

# A tree of model files: its folders and files, and links that lead to nothing.
tree() {
  find -L "$1" -maxdepth "$deepest" -name .git -prune -o \( -type f -o -type d \) -exec stat -L -c "$status" {} + 2> /dev/null
  # Followed, a link to nothing is still a link; a link to itself is told by the search that follows none.
  for follow in -L -H; do
    find $follow "$1" -maxdepth "$deepest" -name .git -prune -o -type l -exec sh -c '
      end=$1
      shift
      for link; do [ -e "$link" ] || printf "d %s%s" "$link" "$end"; done
    ' sh "$record_end" {} + 2> /dev/null
  done
  texts "$1/.comfydeps/hashes.tsv"
  [ "$heads" = 1 ] || return 0
  tree_folder=$1
  if [ -n "$has_python" ]; then
    set -- python3 -I -S -B -c "$heads_in_python" "$record_end"
  else
    set -- sh -c "$head_of_each" sh "$record_end" "$last_offset"
  fi
  find -L "$tree_folder" -maxdepth "$deepest" -name .git -prune -o -type f -size +0c \( -size -2049k -o -name '*.safetensors' -o -name '*.sft' \
    -o -name '*.ckpt' -o -name '*.pt' -o -name '*.pt2' -o -name '*.pth' -o -name '*.bin' -o -name '*.pkl' -o -name '*.gguf' \
    -o -name '*.onnx' -o -name '*.zip' -o -name '*.engine' -o -name '*.task' -o -name '*.tflite' \) \
    -exec "$@" {} + 2> /dev/null
}

# The first bytes of model files; of safetensors also the size that the header speaks of, of archives whether they end.
# shellcheck disable=SC2016 # A program for another shell.
head_of_each='
  end=$1
  last_offset=$2
  shift 2
  for file; do
    set -- $(od -An -v -tx1 -N 512 "$file")
    [ $# -gt 0 ] || continue
    IFS=
    first="$*"
    unset IFS
    size=-
    zip=0
    case $first in
      504b0304*) tail -c 65557 "$file" | grep -a -q "$(printf "PK\005\006")" && zip=1 ;;
      ????????000000007b*)
        case $file in
          *.safetensors | *.sft)
            length=$((0x$1 + 0x$2 * 256 + 0x$3 * 65536 + 0x$4 * 16777216))
            [ "$length" -ge 2 ] && [ "$length" -le 100000000 ] \
              && size=$(tail -c +9 "$file" | head -c "$length" | awk -v wanted="$length" "$last_offset")
            ;;
        esac
        ;;
    esac
    printf "m %s %s %s %s%s" "${size:--}" "$zip" "$first" "$file" "$end"
  done
'

# The same by one program for all files.
# shellcheck disable=SC2016 # A program for Python, which may hold no single quote.
heads_in_python='
import os, re, sys
end, out = os.fsencode(sys.argv[1]), sys.stdout.buffer
offsets = re.compile(rb"\"data_offsets\"[ \t\r\n]*:[ \t\r\n]*\[[ \t\r\n]*[0-9]+[ \t\r\n]*,[ \t\r\n]*([0-9]+)[ \t\r\n]*(?:\]|\Z)")

def size_of(file, length):
    header = file.read(length)
    if len(header) == length and not re.search(rb"}[ \t\r\n]*\Z", header[header.rfind(b"]") + 1:]):
        return "-"
    return "%.0f" % max([8.0 + length] + [8.0 + length + float(found.group(1)) for found in offsets.finditer(header)])

for name in map(os.fsencode, sys.argv[2:]):
    try:
        with open(name, "rb") as file:
            first, size, zipped = file.read(512), "-", 0
            if not first:
                continue
            if first.startswith(b"PK\x03\x04"):
                file.seek(max(0, os.fstat(file.fileno()).st_size - 65557))
                zipped = 1 if b"PK\x05\x06" in file.read(65557) else 0
            elif first[4:9] == b"\0\0\0\0{" and name.endswith((b".safetensors", b".sft")):
                length = int.from_bytes(first[:4], "little")
                if 2 <= length <= 100000000:
                    file.seek(8)
                    size = size_of(file, length)
        out.write(b"m %s %d %s %s%s" % (size.encode(), zipped, first.hex().encode(), name, end))
    except OSError:
        pass
'

# The last byte that a header of safetensors speaks of, counted from the beginning of the file; - where it is no header.
# shellcheck disable=SC2016 # A program for awk.
last_offset='
  BEGIN { RS = "]"; offsets = "\"data_offsets\"[ \t\r\n]*:[ \t\r\n]*\\[[ \t\r\n]*[0-9]+[ \t\r\n]*,[ \t\r\n]*[0-9]+[ \t\r\n]*$" }
  { bytes += length($0) + 1; rest = $0 }
  match($0, offsets) { part = substr($0, RSTART, RLENGTH); sub(/^.*,[ \t\r\n]*/, "", part); if (part + 0 > last) last = part + 0 }
  END { if (bytes > wanted && rest !~ /}[ \t\r\n]*$/) print "-"; else printf "%.0f", 8 + wanted + last }
'

# A checkout: what names its commit and where it is from.
checkout() {
  git_folder=$1/.git
  if [ -f "$git_folder" ]; then
    texts "$git_folder"
    read -r named < "$git_folder"
    named=${named#gitdir:}
    named=${named# }
    case $named in
      //*) return ;;
      /*) git_folder=$named ;;
      *) git_folder=$1/$named ;;
    esac
  fi
  common=$git_folder
  if [ -f "$git_folder/commondir" ]; then
    read -r named < "$git_folder/commondir"
    case $named in
      //*) return ;;
      /*) common=$named ;;
      *) common=$git_folder/$named ;;
    esac
    texts "$git_folder/commondir"
  fi
  head=
  [ -f "$git_folder/HEAD" ] && read -r head < "$git_folder/HEAD"
  reference=${head#ref: }
  set -- "$1" "$git_folder/HEAD" "$common/config" "$common/.cnr-id"
  case $reference in
    *..*) ;;
    refs/*)
      set -- "$@" "$git_folder/$reference" "$common/$reference"
      heads_of_packs="$heads_of_packs $reference"
      packed="$packed$line_break$common/packed-refs"
      ;;
  esac
  folder=$1
  shift
  texts "$@"
  stats "$common/config" "$git_folder/HEAD"
  state "$folder" "$common"
}

# What git says of its files. Settings that name programs are not obeyed; where that cannot be had, git is not asked.
state() {
  command -v git > /dev/null 2>&1 || return 0
  grep -q -i -E '^[[:space:]]*\[[[:space:]]*(filter|include|includeif)' "$2/config" 2> /dev/null && return 0
  changed=$(GIT_OPTIONAL_LOCKS=0 GIT_TERMINAL_PROMPT=0 GIT_NO_LAZY_FETCH=1 GIT_CONFIG_NOSYSTEM=1 git --no-pager -c core.fsmonitor=false \
    -c core.hooksPath=/dev/null -c core.untrackedCache=false -c safe.directory='*' -c protocol.allow=never -C "$1" \
    status --porcelain --untracked-files=no --ignore-submodules=none 2> /dev/null) || return 0
  say "g $1"
  [ -z "$changed" ] || printf '%s\n' "$changed" | head -n 20 | awk -v end="$record_end" 'BEGIN { ORS = end } { print "x " substr($0, 4) }'
}

# The packs of a folder, and those that are disabled.
packs() {
  stats "$1" "$1/.disabled"
  for pack in "$1"/* "$1"/.disabled/*; do
    if [ ! -e "$pack" ]; then
      [ -L "$pack" ] && say "d $pack"
      continue
    fi
    if [ ! -d "$pack" ]; then
      stats "$pack"
      continue
    fi
    stats "$pack" "$pack/.git" "$pack/__init__.py" "$pack/pyproject.toml" "$pack/requirements.txt" "$pack/.tracking" "$pack/.gitattributes"
    texts "$pack/pyproject.toml" "$pack/.tracking" "$pack"/*requirements*.txt "$pack"/requirements/*.txt
    if [ -f "$pack/.tracking" ] && [ ! -e "$pack/.git" ]; then
      find -L "$pack" -maxdepth 12 -name .git -prune -o -name __pycache__ -prune -o -type f -exec stat -L -c "$status" {} + 2> /dev/null
      find -L "$pack" -maxdepth 12 -type d -exec stat -L -c "$status" {} + 2> /dev/null
    fi
    [ -e "$pack/.git" ] && checkout "$pack"
  done
}

# A Python: what its folders say is installed.
python_in() {
  [ -d "$1" ] || return 0
  for library in "$1"/lib/python3*; do
    for site in "$library/site-packages" "$library/dist-packages"; do
      [ -d "$site" ] || continue
      say "p $1"
      stats "$1" "$1/lib" "$library" "$site" "$1/pyvenv.cfg"
      texts "$1/pyvenv.cfg"
      find -L "$site" -maxdepth 1 \( -name '*.dist-info' -o -name '*.egg-info' \) -exec stat -L -c "$status" {} + 2> /dev/null
      metadata "$site"
      find -L "$site" -maxdepth 2 -path '*.dist-info/direct_url.json' -type f -size -65k -exec awk -v end="$record_end" '
        BEGIN { ORS = end }
        FNR == 1 { print "T " FILENAME }
        { print "t " $0 }
      ' {} + 2> /dev/null
    done
  done
}

# Every value of an option in the arguments of the ComfyUI that runs.
argument_values() {
  printf '%s\n' "$running_arguments" | awk -v option="$1" '
    $0 == option { take = 1; next }
    index($0, option "=") == 1 { print substr($0, length(option) + 2); take = 0; next }
    /^-/ { take = 0 }
    take { print }
  '
}

# A path as the one who runs ComfyUI means it.
absolute() {
  case $1 in
    /*) printf '%s' "$1" ;;
    *) printf '%s/%s' "$running_started" "$1" ;;
  esac
}

each_line() {
  lines=$1
  action=$2
  while [ -n "$lines" ]; do
    line=${lines%%"$line_break"*}
    case $lines in
      *"$line_break"*) lines=${lines#*"$line_break"} ;;
      *) lines= ;;
    esac
    [ -z "$line" ] || "$action" "$line"
  done
}

add_tree() {
  added=${1%/}
  case "$line_break$trees$line_break" in
    *"$line_break$added$line_break"*) ;;
    *) [ -d "$added" ] && trees="$trees$line_break$added" ;;
  esac
}

look_at_extra() {
  texts "$(absolute "$1")"
  extra="$extra$line_break$(extra_folders "$(absolute "$1")")"
}

look_at_tree() {
  # A folder inside another one was looked at with it.
  rest=$trees
  while [ -n "$rest" ]; do
    other=${rest%%"$line_break"*}
    case $rest in
      *"$line_break"*) rest=${rest#*"$line_break"} ;;
      *) rest= ;;
    esac
    [ -n "$other" ] || continue
    case $1 in
      "$other"/*) return ;;
    esac
  done
  case ${1##*/} in
    custom_nodes) packs "$1" ;;
    *) tree "$1" ;;
  esac
}

look() {
  say "h $(uname -s) $(uname -m) $(nproc 2> /dev/null || echo 1)"
  say "o $HOME"
  for tool in awk find stat od tr head tail grep; do
    command -v "$tool" > /dev/null 2>&1 || say "e $tool"
  done
  # shellcheck disable=SC2185 # It is asked for its version and for no files.
  case $(find --version 2>&1) in
    *GNU*) deepest=16 ;;
    *) deepest=8 ;;
  esac
  # One Python reads the first bytes of all files where a host has one; else a shell starts programs for each.
  has_python=
  [ "$heads" = 1 ] && python3 -I -S -B -c "" 2> /dev/null && has_python=1
  comfy=
  candidates=
  running_folder=
  running_arguments=
  running_prefix=
  running_started=
  running
  find_comfy
  [ -n "$comfy" ] && say "C $comfy"
  heads_of_packs=
  packed=
  trees=
  extra=
  if [ -n "$comfy" ]; then
    stats "$comfy" "$comfy/main.py" "$comfy/folder_paths.py" "$comfy/.git" "$comfy/requirements.txt" "$comfy/comfyui_version.py" \
      "$comfy/pyproject.toml" "$comfy/extra_model_paths.yaml"
    texts "$comfy/comfyui_version.py" "$comfy/pyproject.toml" "$comfy/requirements.txt" "$comfy/extra_model_paths.yaml"
    [ -e "$comfy/.git" ] && checkout "$comfy"
    home=$(argument_values --base-directory | tail -n 1)
    home=${home:+$(absolute "$home")}
    home=${home:-$comfy}
    models=$(argument_values --models-directory | tail -n 1)
    models=${models:+$(absolute "$models")}
    add_tree "$home/custom_nodes"
    add_tree "${models:-$home/models}"
    extra=$(extra_folders "$comfy/extra_model_paths.yaml")
    each_line "$(argument_values --extra-model-paths-config)" look_at_extra
    each_line "$extra" add_tree
    parent=${comfy%/*}
    for prefix in "$running_prefix" "$comfy/.venv" "$comfy/venv" "$comfy/env" "$parent/.venv" "$parent/venv" "$parent/env" "$parent/opt/venv" \
      "${wanted:+$wanted/.venv}" "${wanted:+$wanted/venv}" /opt/venv /venv /workspace/venv /workspace/.venv /opt/conda /usr/local /usr; do
      [ -z "$prefix" ] || python_in "$prefix"
    done
  fi
  for volume in "$wanted" /workspace /runpod-volume; do
    [ -n "$volume" ] && [ -d "$volume/models" ] && { say "v $volume"; stats "$volume"; add_tree "$volume/models"; }
  done
  each_line "$trees" look_at_tree
  [ -z "$packed" ] || each_line "$packed" references
}

# One file's hash, with what the file is after it was read.
hash_file() {
  if command -v sha256sum > /dev/null 2>&1; then
    sum=$(sha256sum < "$2" 2> /dev/null)
  else
    sum=$(openssl dgst -sha256 -r < "$2" 2> /dev/null)
  fi
  printf '%s s %s %s %s\n' "$nonce" "$1" "${sum%% *}" "$(stat -L -c '%s %Y %i' "$2" 2> /dev/null)"
}

look < /dev/null | frame
