#!/usr/bin/env bash
# Builds the node's page into FOLDER, where it is stale: `build-page.sh FOLDER` from the build, `build-page.sh --test` for the unit
# tests of SDK and page. Needs Node.js of 20 or newer and npm.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)

fail() {
    printf 'mediascope: %s\n' "$1" >&2
    exit 1
}

need_node() {
    command -v node >/dev/null || fail "no Node.js found: install Node.js of 20 or newer with npm; it builds the call page"
    local major
    major=$(node -p 'process.versions.node.split(".")[0]')
    [ "$major" -ge 20 ] || fail "Node.js is version $major, but 20 or newer is needed to build the call page"
    command -v npm >/dev/null || fail "no npm found: install npm; it builds the call page"
}

# Whether nothing under the given sources is newer than the stamp. A deleted file changes its folder's time; generated sources follow
# from the schema.
fresh() {
    local stamp=$1
    shift
    [ -f "$stamp" ] && [ -z "$(find "$@" -path "$root/sdk/js/src/gen" -prune -o -newer "$stamp" -print -quit)" ]
}

install() {
    local stamp=$root/node_modules/.mediascope-installed
    if [ -f "$stamp" ] && cmp -s "$root/package-lock.json" "$stamp"; then
        return
    fi
    # A tree that npm installed by hand from the same lock is as good.
    if [ ! -f "$stamp" ] && [ -d "$root/node_modules/.bin" ] && [ "$root/node_modules/.package-lock.json" -nt "$root/package-lock.json" ]; then
        cp "$root/package-lock.json" "$stamp"
        return
    fi
    # Not `npm ci`: it refuses a lock that leaves out a tool's optional binaries for other systems.
    (cd "$root" && npm install --no-save --prefer-offline --loglevel=error) || fail "npm could not install what builds the call page; its messages stand above"
    cp "$root/package-lock.json" "$stamp"
}

# Form and usual faults of all TypeScript, usual faults of the CSS.
check() {
    (cd "$root" && biome check --error-on-warnings --log-level=warn) || fail "the TypeScript or CSS has faults, see above; 'npm run format' mends the form"
}

need_node
sources=("$root/package-lock.json" "$root/biome.json" "$root/transport/src/main/proto" "$root/sdk/js/src" "$root/sdk/js/package.json" "$root/sdk/js/tsconfig.json"
    "$root/sdk/js/tsconfig.build.json" "$here/src" "$here/build.mjs" "$here/tsconfig.json" "$here/package.json")
export PATH=$root/node_modules/.bin:$PATH

if [ "${1:-}" = --test ]; then
    stamp=$here/../target/page-tests.stamp
    fresh "$stamp" "${sources[@]}" "$root/sdk/js/test" "$here/test" && exit 0
    install
    check
    (cd "$root/sdk/js" && buf generate --template buf.gen.yaml ../../transport/src/main/proto && rm -rf dist-test && tsc -p tsconfig.json && node --test dist-test/test)
    (cd "$here" && rm -rf dist-test && node build.mjs --tests && node --test dist-test/)
    mkdir -p "$(dirname "$stamp")"
    touch "$stamp"
    exit 0
fi

out=${1:?the folder to build into}
stamp=$out/../page.stamp
fresh "$stamp" "${sources[@]}" && [ -f "$out/app.js" ] && exit 0
install
check
(cd "$root/sdk/js" && buf generate --template buf.gen.yaml ../../transport/src/main/proto && rm -rf dist && tsc -p tsconfig.build.json)
(cd "$here" && tsc -p tsconfig.json && node build.mjs "$out")
touch "$stamp"
