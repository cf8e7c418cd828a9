#!/bin/sh
# Beside a gateway, for as long as its pod: a queue file that no collector can open must not keep the gateway, which counts, from starting.
# usage: queue-guard.sh FOLDER PORT POLL SURVIVED   (the port of the collector's health; seconds between two looks; seconds after which a start was a good one)
# A damaged file cannot be told by looking at it: the collector panics in the middle of it, at its start or at a write. So starts are counted, by the collector's own
# log. After three of which none lasted, and while no collector runs, everything in the folder is set aside under another name, and said.
set -u
folder=$1 port=$(printf '%04X' "$2") poll=$3 survived=$4
starts=$folder/starts.log sizes=$folder/sizes.txt
kept=2
mkdir -p "$folder"

say() { # LEVEL MESSAGE FILE BYTES MORE: one line of JSON, as collectors write it
  printf '{"level":"%s","ts":"%s","msg":"%s","file":"%s","bytes":%s%s}\n' "$1" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$2" "$3" "$4" "${5:-}"
}

queues() { # everything that a collector may open at its start
  for file in "$folder"/*; do
    case $file in "$starts" | "$sizes" | "$sizes.new" | *.damaged-* | "$folder/lost+found") ;; *) [ -f "$file" ] && echo "$file" ;; esac
  done
}

begun() { grep -c '"msg":"Starting [^"]*\.\.\."' "$starts" 2>/dev/null || true; }

running() { # containers of a pod share their network: whether somebody listens there
  grep -qs "^ *[0-9]*: [0-9A-F]*:$port [0-9A-F]*:0000 0A " /proc/net/tcp /proc/net/tcp6
}

set_aside() {
  now=$(date -u +%Y%m%dT%H%M%SZ)
  queues | while read -r file; do
    case $file in
      */tempdb*) rm -f "$file" ;; # what a compaction had copied of the file itself
      *)
        bytes=$(stat -c %s "$file")
        modified=$(date -u -d "@$(stat -c %Y "$file")" +%Y-%m-%dT%H:%M:%SZ)
        mv "$file" "$file.damaged-$now"
        say error "gateway did not start with its queue: set aside, the traces in it are not stored" "$file.damaged-$now" "$bytes" ",\"last_written\":\"$modified\""
        ;;
    esac
  done
  # names end in the time, so the oldest come first; what was set aside must not fill the volume
  ls "$folder" | sed -n 's/^\(.*\.damaged-\)\(.*\)$/\2 \1\2/p' | sort | head -n "-$kept" | while read -r _ old; do
    say warn "set aside long ago and removed" "$folder/$old" "$(stat -c %s "$folder/$old")"
    rm -f "$folder/$old"
  done
}

notice_loss() { # a collector makes an emptied file anew without a word; a file that it compacts is another one, so the same one never gets smaller by itself
  queues | while read -r file; do stat -c '%i %s %n' "$file"; done >"$sizes.new" 2>/dev/null
  while read -r inode size name; do
    before=$(grep "^$inode " "$sizes" 2>/dev/null | cut -d' ' -f2)
    [ "$size" -lt "${before:-0}" ] && say error "queue became smaller: what was in the rest is lost" "$name" "$size" ",\"bytes_before\":$before"
  done <"$sizes.new"
  mv "$sizes.new" "$sizes"
}

seen=$(begun) quiet=0 unused=0
# those of the pod before this one count as well
failed=$seen
while :; do
  notice_loss
  now=$(begun)
  if [ "$now" -gt "$seen" ]; then
    failed=$((failed + now - seen)) quiet=0 seen=$now
  fi
  if running; then
    unused=0 quiet=$((quiet + poll))
    if [ "$quiet" -ge "$survived" ]; then
      failed=0
      # the collector appends, so it may be emptied under it
      : >"$starts" && seen=0
    fi
  else
    unused=$((unused + 1)) quiet=0
    if [ "$failed" -ge 3 ] && [ "$unused" -ge 2 ]; then
      set_aside
      failed=0
    fi
  fi
  sleep "$poll"
done
