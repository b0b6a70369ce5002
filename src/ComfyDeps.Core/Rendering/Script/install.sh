#!/usr/bin/env bash
#@HEADER@
if [ -z "${BASH_VERSION:-}" ]; then exec bash "$0" "$@"; fi
set -euo pipefail

# What is installed. Every value stands in quotes; one line is one thing, and the comment above it says why.
#   git       id, folder, repository, mirror, commit
#   registry  id, folder, repository, mirror, version, archive, sha256 of the archive
#   model     place under the models folder, entry, kind of source, address, mirror, gated, size, sha256, further places
# Nothing in the quotes is meant to expand, whatever it looks like.
# shellcheck disable=SC1003,SC1110,SC1111,SC1112,SC2016,SC2088
plan() {
  :
#@PLAN@
}

REGISTRY_SHA256=''
COMFYDEPS_VERSION=''
TARGET='Pod'

usage() {
  cat << 'HELP'
Installs the node packs and model files that a ComfyDeps registry pins, at exactly their pins.

  bash install-all-models.sh [option]…

  --comfyui DIR     ComfyUI (or the variable COMFYUI_PATH); else it is looked for
  --python FILE     the Python that runs it (or COMFYUI_PYTHON); else it is looked for
  --models DIR      the models folder (or COMFYUI_MODELS); else it is looked for
  --verify-only     changes nothing: is everything there, at its pin?
  --dry-run         changes nothing: what would be done?
  --nodes-only      node packs only
  --models-only     model files only
  --only NAME       this pack or model only; may be given again
  --jobs N          so many transfers at the same time (8)
  --timeout N       give a connection up after so many seconds without a byte (60)
  --json REPORT     writes what was done to this file as well
  --rollback        the packs as they were before the last run that changed any
  --force           replaces packs with local changes too (what was there is kept for --rollback)
  --help            this text

Tokens are read from HF_TOKEN, CIVITAI_API_TOKEN and GITHUB_TOKEN and go to their own host alone.
Ends with 0 when everything is right, 1 when something failed, 2 when it was called wrongly, 75 when another run is at work.
HELP
}

wrong_call() {
  printf '%s\nTry --help.\n' "$1" >&2
  exit 2
}

say() { printf '%s\n' "$1"; }

# One record for the part in Python: a count and as many fields, each ended by a NUL, which no value can hold.
record() { printf '%s\0' "$#" "$@"; }

comfyui=${COMFYUI_PATH:-}
python=${COMFYUI_PYTHON:-}
models=${COMFYUI_MODELS:-}
jobs=8 timeout=60 json='' force=0 dry_run=0 verify_only=0 nodes_only=0 models_only=0 rollback=0
only=()

parse() {
  while [ "$#" -gt 0 ]; do
    case $1 in
      --help | -h) usage; exit 0 ;;
      --force) force=1 ;;
      --dry-run) dry_run=1 ;;
      --verify-only) verify_only=1 ;;
      --nodes-only) nodes_only=1 ;;
      --models-only) models_only=1 ;;
      --rollback) rollback=1 ;;
      --comfyui | --python | --models | --only | --jobs | --timeout | --json)
        { [ "$#" -ge 2 ] && [ -n "$2" ]; } || wrong_call "$1 wants a value."
        case $1 in
          --comfyui) comfyui=$2 ;;
          --python) python=$2 ;;
          --models) models=$2 ;;
          --only) only+=("$2") ;;
          --jobs) jobs=$2 ;;
          --timeout) timeout=$2 ;;
          --json) json=$2 ;;
        esac
        shift ;;
      *) wrong_call "'$1' is no option of this script." ;;
    esac
    shift
  done
  case $jobs in '' | 0* | *[!0-9]* | ???*) wrong_call "--jobs wants a number from 1 to 99." ;; esac
  case $timeout in '' | 0* | *[!0-9]* | ?????*) wrong_call "--timeout wants a number of seconds." ;; esac
  [ "$nodes_only" = 0 ] || [ "$models_only" = 0 ] || wrong_call "--nodes-only and --models-only exclude each other."
  [ "$TARGET" = Pod ] || models_only=1
  [ "$TARGET" = Pod ] || { [ "$nodes_only" = 0 ] && [ "$rollback" = 0 ]; } \
    || wrong_call "This script is for a serverless volume: it has models only, packs are in the image."
}

is_comfyui() { [ -f "$1/main.py" ] && { [ -f "$1/folder_paths.py" ] || [ -d "$1/comfy" ]; }; }

absolute() { case $1 in /*) printf '%s' "$1" ;; *) printf '%s/%s' "$PWD" "$1" ;; esac; }

find_comfyui() {
  if [ -n "$comfyui" ]; then
    comfyui=$(absolute "$comfyui")
    is_comfyui "$comfyui" || wrong_call "'$comfyui' is not ComfyUI: it has no main.py with folder_paths.py."
    say "ComfyUI: $comfyui (as given)"
    return
  fi
  local place found=()
  for place in "$PWD" /workspace/ComfyUI /workspace/runpod-slim/ComfyUI /workspace/comfyui /workspace/*/ComfyUI \
    /comfyui /ComfyUI /opt/ComfyUI /runpod-volume/ComfyUI /runpod-volume/runpod-slim/ComfyUI /root/ComfyUI "${HOME:-/root}/ComfyUI"; do
    if is_comfyui "$place"; then
      case " ${found[*]-} " in *" $place "*) ;; *) found+=("$place") ;; esac
    fi
  done
  [ "${#found[@]}" -gt 0 ] || return 0
  comfyui=${found[0]}
  say "ComfyUI: $comfyui (found; --comfyui DIR takes another)"
  [ "${#found[@]}" -eq 1 ] || say "  there is ComfyUI at ${found[*]:1} too"
}

# The interpreter of a ComfyUI that runs from this folder now: that is the one that counts.
running_python() {
  local process line words
  for process in /proc/[0-9]*; do
    [ -r "$process/cmdline" ] || continue
    words=()
    while IFS= read -r -d '' line; do words+=("$line"); done < "$process/cmdline" 2> /dev/null || continue
    [ "${#words[@]}" -ge 2 ] || continue
    case ${words[0]} in */python*) ;; *) continue ;; esac
    case " ${words[*]:1} " in *"main.py "*) ;; *) continue ;; esac
    if [ "$process/cwd" -ef "$comfyui" ] || [ "${words[1]}" -ef "$comfyui/main.py" ]; then
      [ -x "${words[0]}" ] && printf '%s' "${words[0]}" && return
    fi
  done
}

find_python() {
  if [ -n "$python" ]; then
    local given=$python
    case $python in */*) python=$(absolute "$python") ;; *) python=$(command -v -- "$python" || true) ;; esac
    [ -x "$python" ] || wrong_call "'$given' is no program."
    say "Python: $python (as given)"
    return
  fi
  local place reason='found; --python FILE takes another'
  if [ -n "$comfyui" ]; then
    python=$(running_python)
    [ -z "$python" ] || reason='it runs ComfyUI now'
  fi
  local places=()
  [ -z "${VIRTUAL_ENV:-}" ] || places+=("$VIRTUAL_ENV/bin/python")
  # In RunPod's worker image a .venv inside ComfyUI is one that ComfyUI does not use.
  [ "$comfyui" != /comfyui ] || places+=(/opt/venv/bin/python)
  [ -z "$comfyui" ] || places+=("$comfyui/.venv/bin/python" "$comfyui/venv/bin/python" "$comfyui/../.venv/bin/python" "$comfyui/../venv/bin/python")
  places+=(/opt/venv/bin/python /workspace/venv/bin/python)
  for place in "${places[@]}"; do
    [ -z "$python" ] || break
    [ ! -x "$place" ] || python=$place
  done
  [ -n "$python" ] || python=$(command -v python3 || command -v python || true)
  [ -n "$python" ] || { say "STOPPED: there is no Python here; name the one that runs ComfyUI with --python FILE." >&2; exit 1; }
  say "Python: $python ($reason)"
}

find_models() {
  local place
  if [ -n "$models" ]; then
    models=$(absolute "$models")
    say "Models: $models (as given)"
    return
  fi
  if [ "$TARGET" = Serverless ] || [ "$comfyui" = /comfyui ]; then
    for place in /runpod-volume /workspace; do
      [ -n "$models" ] || [ ! -d "$place" ] || models=$place/models
    done
  fi
  [ -n "$models" ] || [ -z "$comfyui" ] || models=$comfyui/models
  for place in /runpod-volume /workspace; do
    [ -n "$models" ] || [ ! -d "$place" ] || models=$place/models
  done
  [ -n "$models" ] || { say "STOPPED: there is no models folder here; name one with --models DIR." >&2; exit 1; }
  say "Models: $models (found; --models DIR takes another)"
}

options() {
  record option comfyui "$comfyui"
  record option python "$python"
  record option models "$models"
  record option jobs "$jobs"
  record option timeout "$timeout"
  record option json "$json"
  record option force "$force"
  record option dry_run "$dry_run"
  record option verify_only "$verify_only"
  record option nodes_only "$nodes_only"
  record option models_only "$models_only"
  record option rollback "$rollback"
  record option registry "$REGISTRY_SHA256"
  record option version "$COMFYDEPS_VERSION"
  record option agent "ComfyDeps/${COMFYDEPS_VERSION:-0}"
  local name
  for name in ${only[@]+"${only[@]}"}; do
    record only "$name"
  done
}

main() {
  parse "$@"
  say "ComfyDeps ${COMFYDEPS_VERSION:-0}, registry sha256 $REGISTRY_SHA256"
  find_comfyui
  if [ "$models_only" = 0 ] && [ -z "$comfyui" ]; then
    say "STOPPED: no ComfyUI found in the usual places; name its folder with --comfyui DIR (or fetch models alone with --models-only)." >&2
    exit 1
  fi
  find_python
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 8))' < /dev/null \
    || { say "STOPPED: '$python' does not run, or is older than Python 3.8." >&2; exit 1; }
  [ "$nodes_only" = 1 ] || [ "$rollback" = 1 ] || find_models
  export PYTHONUTF8=1 PYTHONDONTWRITEBYTECODE=1
  # The program comes through a pipe, so that a full disk has no say; the plan comes on its standard input.
  exec "$python" <(printf '%s\n' "$ENGINE") < <(options; plan)
}

# The part that works, in Python between single quotes.
# shellcheck disable=SC2016
ENGINE='
#@ENGINE@
'

main "$@"
