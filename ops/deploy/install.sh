#!/usr/bin/env bash
# Puts the built product into a folder that needs neither sources nor Maven: DIR/bin/mediascope and DIR/lib.
# Usage: ops/deploy/install.sh DIR (after ./mediascope has built)
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
target=${1:?usage: $0 DIR}
run=$root/ops/target/run/$(cat "$root/ops/target/run/current" 2>/dev/null || true)

[ -d "$run" ] && [ -d "$root/ops/target/lib" ] && ls "$run"/*.jar >/dev/null 2>&1 || {
    echo "install: nothing is built yet; run: $root/mediascope version" >&2
    exit 1
}

mkdir -p "$target/bin" "$target/lib.new"
cp "$run"/*.jar "$root"/ops/target/lib/*.jar "$target/lib.new/"
rm -rf "$target/lib"
mv "$target/lib.new" "$target/lib"
install -m 755 "$root/ops/deploy/mediascope" "$target/bin/mediascope"
echo "install: $target/bin/mediascope"
