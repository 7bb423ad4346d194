#!/bin/sh
# Makes this Debian machine the shop's own server: run as root in a copy of the repository. Running it again is harmless.
#
#   infra/server/install.sh
#
# What it makes: the users vitrina and vitrina-site; /srv/vitrina with releases, content and site; /etc/vitrina,
# /var/lib/vitrina and /var/backups/vitrina; the units vitrina*; the command `vitrina`. The web server before it is
# the next step of docs/how-to/own-server.md.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
source=$(dirname -- "$(dirname -- "$here")")

fail() {
  echo "$1" >&2
  exit 1
}

[ "$(id -u)" = 0 ] || fail "This has to be run as root."
python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
  fail "Python 3.11 or newer with venv is missing: apt-get install --yes python3-venv"

for user in vitrina vitrina-site; do
  id "$user" >/dev/null 2>&1 ||
    useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$user"
done

install -d -m 755 /srv/vitrina /srv/vitrina/releases
install -d -m 755 -o vitrina-site -g vitrina-site /srv/vitrina/site
install -d -m 700 /etc/vitrina
install -d -m 700 -o vitrina -g vitrina /var/lib/vitrina /var/backups/vitrina
[ -e /etc/vitrina/vitrina.env ] || install -m 600 "$here/vitrina.env" /etc/vitrina/vitrina.env
if [ ! -e /srv/vitrina/content ]; then
  cp -R "$source/content" /srv/vitrina/content
  echo "/srv/vitrina/content is a copy of the content beside this script; that is what is published from now on."
fi

"$here/vitrina" upgrade "$source"
ln -sfn /srv/vitrina/current/infra/server/vitrina /usr/local/bin/vitrina
systemctl enable --quiet --now vitrina.service vitrina-build.timer vitrina-backup.timer
echo "Installed. Next: the web server, then your mail server in /etc/vitrina/vitrina.env."
