#!/usr/bin/env bash
# The browser tests use the system's Chromium. Where there is none and we are root on Debian, install Debian's package.
set -euo pipefail
for name in chromium chromium-browser google-chrome google-chrome-stable msedge microsoft-edge; do
  if command -v "$name" >/dev/null; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium
else
  echo "没有 Chromium:浏览器测试会跳过。/ no Chromium here: the browser tests are skipped." >&2
fi
