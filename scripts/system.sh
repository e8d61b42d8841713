#!/usr/bin/env bash
# What the tests need of the system beside Python: Chromium for the browser tests, PostgreSQL's programs for those of the clinic's
# server. `make test` runs this first. Silent and instant where both are there. Where one is missing and we are root on Debian, its
# package is installed, of PostgreSQL the programs only: no database is made or started. Elsewhere a line says what is skipped.
set -euo pipefail

has_browser() {
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable chrome msedge microsoft-edge; do
    if command -v "$name" >/dev/null; then return 0; fi
  done
  return 1
}

# Playwright's own program, which drives the browser, needs libatomic; a minimal Debian has none.
has_driver() {
  local at
  if [ "$(uname -s)" != Linux ]; then return 0; fi
  for at in /usr/lib/*/libatomic.so.1 /usr/lib64/libatomic.so.1 /usr/lib/libatomic.so.1 /lib/libatomic.so.1; do
    if [ -e "$at" ]; then return 0; fi
  done
  return 1
}

has_server() {
  local at
  for at in "$(command -v initdb || true)" /usr/lib/postgresql/*/bin/initdb; do
    if [ -x "$at" ] && [ -x "${at%initdb}pg_ctl" ]; then return 0; fi
  done
  return 1
}

wanted=()
has_browser || wanted+=(chromium)
has_driver || wanted+=(libatomic1)
has_server || wanted+=(postgresql)
if [ "${#wanted[@]}" = 0 ]; then exit 0; fi

# Debian's package makes a database and starts it, unless this file says no; afterwards it stands as it was, or as the package brings it.
no_database() {
  kept=$(mktemp -d)
  conf=/etc/postgresql-common/createcluster.conf
  if [ -e "$conf" ]; then cp -p "$conf" "$kept/conf"; fi
  trap as_before EXIT
  mkdir -p "${conf%/*}"
  echo "create_main_cluster = false" >>"$conf"
}

as_before() {
  if [ -e "$kept/conf" ]; then
    cp -p "$kept/conf" "$conf"
  elif [ -e /usr/share/postgresql-common/createcluster.conf ]; then
    cp /usr/share/postgresql-common/createcluster.conf "$conf"
  else
    rm -f "$conf"
  fi
  rm -rf "$kept"
}

install() {
  local quiet
  export DEBIAN_FRONTEND=noninteractive
  quiet=$(mktemp)
  if apt-get update -qq && apt-get install -y -qq -o DPkg::Lock::Timeout=300 --no-install-recommends "${wanted[@]}" >"$quiet" 2>&1; then
    rm -f "$quiet"
  else
    tail -n 20 "$quiet" >&2
    rm -f "$quiet"
    return 1
  fi
}

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "安装测试要用的系统软件:${wanted[*]} … / installing what the tests need of the system: ${wanted[*]} …" >&2
  if [[ " ${wanted[*]} " == *" postgresql "* ]]; then no_database; fi
  if install && has_browser && has_driver && has_server; then exit 0; fi
  # where tests decide what is taken in, none may be skipped unseen
  if [ -n "${CI:-}" ]; then exit 1; fi
fi
has_browser || echo "没有 Chromium,浏览器测试会跳过(Debian:以 root 运行 apt-get install chromium)。/ no Chromium: the browser tests are skipped." >&2
has_driver || echo "没有 libatomic,浏览器测试跑不起来(Debian:以 root 运行 apt-get install libatomic1)。/ no libatomic: the browser tests cannot start." >&2
has_server || echo "没有 PostgreSQL 的程序,诊所服务器的一部分测试会跳过(Debian:以 root 运行 apt-get install postgresql)。/ no PostgreSQL here: some tests of the clinic's server are skipped." >&2
