#!/bin/sh
# apt-install.sh GROUP... - installs from Debian what is missing of the groups in `packages`, and nothing that
# this brings along is enabled or started: a preset in /run keeps new units disabled, a policy-rc.d that lives
# for this run keeps maintainer scripts from starting daemons. Either alone lets some through. What ran before
# goes on running. With nothing missing it asks dpkg only, and needs no root.
set -eu
lists=$(dirname "$0")/packages

node_is_there() {
	command -v npm > /dev/null && [ "$(node -p 'process.versions.node.split(".")[0]' 2> /dev/null || echo 0)" -ge 18 ]
}

is_installed() {
	[ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2> /dev/null)" = installed ]
}

missing=
for group in "$@"; do
	packages=$(sed -n "s/^$group://p" "$lists")
	[ -n "$packages" ] || { echo "apt-install.sh: no group '$group' in $lists" >&2; exit 2; }
	# Debian's npm conflicts with the nodejs of other vendors: never name it where a node of any origin works.
	[ "$group" != node ] || ! node_is_there || continue
	for package in $packages; do
		is_installed "$package" || missing="$missing $package"
	done
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ]; then
	command -v sudo > /dev/null && exec sudo sh "$0" "$@"
	echo "Packages are missing, and this is neither root nor is sudo here. Ask an administrator to run:" >&2
	echo "  apt-get install --no-install-recommends$missing" >&2
	exit 1
fi

# One at a time: apt waits for its own kind no further than dpkg's lock, and the files below are ours alone.
[ -n "${LODGE_APT_LOCKED:-}" ] || exec env LODGE_APT_LOCKED=1 flock -o /run/lodge-apt.lock sh "$0" "$@"

preset=/run/systemd/system-preset/00-lodge-setup.preset
policy=/usr/sbin/policy-rc.d
policy_is_ours=
undo() {
	rm -f "$preset"
	[ -z "$policy_is_ours" ] || rm -f "$policy"
}
trap undo EXIT
trap 'exit 130' INT TERM HUP

mkdir -p "${preset%/*}"
echo 'disable *' > "$preset"
if [ ! -e "$policy" ]; then
	policy_is_ours=1
	cat > "$policy" << 'POLICY'
#!/bin/sh
# Written by Lodge's set-up for its own apt run; without its variable, or left over, it has no effect.
[ -n "${LODGE_SETUP:-}" ] || exit 0
[ -d /run/systemd/system ] && systemctl is-active --quiet "$1" && exit 0
exit 101
POLICY
	chmod 755 "$policy"
fi

export DEBIAN_FRONTEND=noninteractive LODGE_SETUP=1
echo "Installing from Debian:$missing"
# Several groups in a row ask for the lists once.
updated=/run/lodge-apt-updated
[ -n "$(find "$updated" -mmin -60 2> /dev/null)" ] || apt-get update -qq
touch "$updated"
# shellcheck disable=SC2086 # a list of words
apt-get install -y -qq --no-install-recommends --no-upgrade -o DPkg::Lock::Timeout=300 $missing > /dev/null
