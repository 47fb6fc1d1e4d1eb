#!/bin/sh
# run.sh FOLDER SECONDS - lets each fuzz program of the folder look for trouble for so long, beginning with the inputs
# that are kept. New inputs go to FOLDER/corpus, a crash to FOLDER; a crash that is fixed moves to tests/fuzz/corpus.
set -eu
folder=$1
seconds=$2
for program in "$folder"/*; do
	[ -f "$program" ] && [ -x "$program" ] || continue
	name=$(basename "$program")
	mkdir -p "$folder/corpus/$name"
	echo "=== $name"
	"$program" -max_total_time="$seconds" -max_len=65536 -print_final_stats=1 -artifact_prefix="$folder/$name-" \
		"$folder/corpus/$name" "tests/fuzz/corpus/$name" > "$folder/$name.log" 2>&1 || { tail -n 40 "$folder/$name.log"; exit 1; }
	grep -E "^stat::(number_of_executed|average|new)" "$folder/$name.log"
done
