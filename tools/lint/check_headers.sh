#!/bin/bash
# Each header of src/ compiles alone, with gcc and with clang, and its guard is named from its path:
# src/base/arena.h has KAGEYU_BASE_ARENA_H.
#
#   check_headers.sh [--root DIR] [--build DIR]
#
# --build is a build directory (relative to the root) where the generated headers are.
set -euo pipefail

root=$(dirname "$0")/../..
build=build
while (($#)); do
	case $1 in
	--root) root=$2 ;;
	--build) build=$2 ;;
	*) echo "usage: $0 [--root DIR] [--build DIR]" >&2; exit 64 ;;
	esac
	shift 2
done
cd "$root"

libraries=$(pkg-config --cflags sqlite3 libpq jansson expat libzip xlsxwriter libutf8proc \
	libcmark pangocairo librsvg-2.0 libsodium libmicrohttpd)
read -ra flags <<<"-std=c17 -pedantic -D_XOPEN_SOURCE=700 -Wall -Wextra -Wshadow -Wconversion \
	-Wno-sign-conversion -Wvla -Wmissing-prototypes -Werror -fsyntax-only -Isrc -I$build $libraries"

check_guard() {
	local guard line
	guard=KAGEYU_$(sed 's,^src/,,; s,[^A-Za-z0-9],_,g' <<<"$1" | tr '[:lower:]' '[:upper:]')
	line=$(grep -n -m1 '^#' "$1" || true)
	[[ ${line#*:} == "#ifndef $guard" ]] && grep -q "^#define $guard\$" "$1" && return
	echo "$1:${line%%:*}: the include guard must be $guard"
	return 1
}

compile_alone() {
	local message
	# The declaration is for headers of macros only: a translation unit may not be empty.
	message=$(printf '#include "%s"\nextern int alone;\n' "${2#src/}" | "$1" "${flags[@]}" -x c - 2>&1) && return
	sed -n "s,^\([^:]*:[0-9]*\):[0-9]*: \(fatal \)\?error,\1: $1: error,p" <<<"$message"
	return 1
}

mapfile -t headers < <(find src -name '*.h' | LC_ALL=C sort)
((${#headers[@]})) || { echo "$PWD: no header in src/" >&2; exit 64; }
bad=0
for header in "${headers[@]}"; do
	check_guard "$header" || bad=1
	compile_alone gcc "$header" || bad=1
	compile_alone clang "$header" || bad=1
done
exit $bad
