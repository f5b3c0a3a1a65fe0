#!/usr/bin/env bash
# Runs a command as the container's only process, passes signals on, and, when a node ends, reports its death: a container's own
# end cannot be seen from inside, but the process's can.
set -u

bin=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/mediascope
"$bin" "$@" &
child=$!
trap 'kill -TERM "$child" 2>/dev/null' TERM INT

# A signal ends the first wait while the process still stops.
wait "$child"
code=$?
while kill -0 "$child" 2>/dev/null; do
    wait "$child"
    code=$?
done

[ "${1:-}" = node ] && "$bin" report-death "${@:2}"
exit "$code"
