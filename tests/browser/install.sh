#!/bin/sh
# Chromium for the browser tests, where the machine has none. Usage: install.sh PYTHON
set -u
for name in chromium chromium-browser google-chrome; do
    # Ubuntu's chromium-browser may be a stub that only asks for a snap: believe the version, not the file.
    if command -v "$name" >/dev/null 2>&1 && "$name" --version >/dev/null 2>&1; then exit 0; fi
done
"$1" - <<'PY' && exit 0
import pathlib, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as p:
    sys.exit(not pathlib.Path(p.chromium.executable_path).exists())
PY
echo "4/5 Chromium for the browser tests"
sudo=""
[ "$(id -u)" = 0 ] || sudo="sudo -n"
if grep -qi '^ID=debian' /etc/os-release 2>/dev/null; then
    $sudo apt-get update -qq && $sudo apt-get install -y -qq chromium >/dev/null && exit 0
fi
"$1" -m playwright install --with-deps chromium && exit 0
echo "Chromium could not be installed. Install it (Debian: sudo apt install chromium) or run the other tests with: make test-fast"
exit 1
