#!/bin/sh
# Finds or fetches a Chromium for the tests and prints what to export, one NAME=value a line:
#   MUFAKAT_TEST_CHROMIUM   the browser
#   LD_LIBRARY_PATH         where libatomic is when the machine has none (Playwright's driver needs it)
# On PATH: use it. As root: Debian's package. As a user: the same packages unpacked under .tools, nothing is installed.
# Otherwise Playwright's own download. When nothing works it says so and fails; SKIP_BROWSER=1 is the only way around.
set -eu
cd "$(dirname "$0")/.."
place=$PWD/.tools/browser
packages="chromium libatomic1 fonts-dejavu-core"

say() { echo "browser: $*" >&2; }

on_path() {
    for name in chromium chromium-browser google-chrome-stable google-chrome; do
        command -v "$name" 2>/dev/null && return 0
    done
    return 1
}

has_libatomic() {
    ldconfig -p 2>/dev/null | grep -q 'libatomic\.so\.1' || ls /usr/lib/*/libatomic.so.1 >/dev/null 2>&1
}

is_debian() { command -v apt-get >/dev/null 2>&1 && command -v dpkg >/dev/null 2>&1; }

install_as_root() {
    say "installing $packages"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $packages; } >&2
}

unpack_as_user() {
    say "unpacking $packages under .tools (no root here)"
    mkdir -p "$place/state/lists/partial" "$place/cache/archives/partial" "$place/tree"
    private="-qq -o Dir::State=$place/state -o Dir::State::status=/var/lib/dpkg/status -o Dir::Cache=$place/cache \
        -o Debug::NoLocking=1 -o APT::Sandbox::User=$(id -un)"
    apt-get $private update >&2
    apt-get $private install -y --no-install-recommends --download-only $packages >&2
    for package in "$place"/cache/archives/*.deb; do
        dpkg -x "$package" "$place/tree"
    done
    rm -r "$place/cache"
    libraries=$(find "$place/tree" -name '*.so*' -printf '%h\n' | sort -u | tr '\n' ':')
    mkdir -p "$place/atomic"
    cp "$place"/tree/usr/lib/*/libatomic.so.1 "$place/atomic/" 2>/dev/null || true
    cat >"$place/fonts.conf" <<FONTS
<fontconfig><dir>/usr/share/fonts</dir><dir>$place/tree/usr/share/fonts</dir><cachedir>$place/fontcache</cachedir></fontconfig>
FONTS
    cat >"$place/chromium" <<WRAPPER
#!/bin/sh
export LD_LIBRARY_PATH="$libraries\${LD_LIBRARY_PATH:-}" FONTCONFIG_FILE="$place/fonts.conf"
exec "$place/tree/usr/lib/chromium/chromium" "\$@"
WRAPPER
    chmod +x "$place/chromium"
    "$place/chromium" --version >&2
}

playwright_download() {
    say "asking Playwright for its own Chromium"
    PLAYWRIGHT_BROWSERS_PATH="$place/playwright" .venv/bin/playwright install chromium >&2
    found=$(find "$place/playwright" -type f \( -name chrome -o -name headless_shell \) | head -1)
    test -n "$found" && ln -sf "$found" "$place/chromium"
}

tell() {
    echo "MUFAKAT_TEST_CHROMIUM=$1"
    if ! has_libatomic && test -e "$place/atomic/libatomic.so.1"; then echo "LD_LIBRARY_PATH=$place/atomic"; fi
    exit 0
}

if found=$(on_path) && { has_libatomic || test -e "$place/atomic/libatomic.so.1"; }; then tell "$found"; fi
if test -x "$place/chromium"; then tell "$place/chromium"; fi
if is_debian; then
    if test "$(id -u)" = 0; then
        install_as_root && found=$(on_path) && tell "$found"
    else
        unpack_as_user && tell "$place/chromium"
    fi
fi
if found=$(on_path); then tell "$found"; fi
playwright_download && tell "$place/chromium"
say "there is no Chromium here and none could be fetched. Install one and put it on PATH,"
say "or run 'make test SKIP_BROWSER=1' to leave the browser tests out (the last line will say so)."
exit 1
