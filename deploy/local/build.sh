# Builds the product; sourced by deploy/up.
#
# A build lies in a folder named after what it was built from and is never changed again: services that run from one are not disturbed by the
# next, and a start that finds its own does not build at all. $product is set to that folder.

build_product() {
    local builds=$home/artifacts/up stamp fresh
    stamp=$(source_stamp)
    product=$builds/$stamp
    mkdir -p "$builds"
    # Shared for as long as this process and what it becomes live; its children inherit it. A folder nobody holds may be swept.
    exec 8>>"$builds/$stamp.lock" && flock -s 8
    if [ -e "$product/Gatehouse.Local.dll" ]; then return; fi

    # One build at a time; whoever waited may find it done.
    exec 9>>"$builds/building.lock" && flock -x 9
    if [ ! -e "$product/Gatehouse.Local.dll" ]; then
        say "building (a minute or so; only when something has changed) ..."
        sweep_builds "$builds" "$stamp"
        fresh=$product.fresh
        rm -rf "$fresh" "$product"
        # ReadyToRun halves the time a service takes to start. Its own artifacts path keeps this apart from anybody's dotnet build.
        run_to_end "$dotnet" publish "$home/deploy/local/Gatehouse.Local.csproj" --configuration Release --use-current-runtime --no-self-contained \
            -p:PublishReadyToRun=true --artifacts-path "$builds/work" --output "$fresh" --verbosity quiet -nodeReuse:false -p:UseSharedCompilation=false >&2 ||
            fail "the build failed, see above."
        mv "$fresh" "$product"
    fi
    exec 9>&-
}

# A hash over everything that goes into the product.
source_stamp() {
    (cd "$home" && find contracts services deploy/local Directory.Build.props Directory.Packages.props global.json \
        \( -name bin -o -name obj \) -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16)
}

# Removes builds that no process holds.
sweep_builds() {
    local lock
    for lock in "$1"/????????????????.lock; do
        if [ -e "$lock" ] && [ "$lock" != "$1/$2.lock" ] && flock -n -x "$lock" true; then
            rm -rf "${lock%.lock}" "$lock"
        fi
    done
}

# Runs a command so that a signal ends it too, instead of leaving it behind.
run_to_end() {
    local child status=0
    "$@" </dev/null &
    child=$!
    trap 'kill $child 2>/dev/null; wait $child; exit 143' TERM INT HUP
    wait $child || status=$?
    trap - TERM INT HUP
    return $status
}
