#!/bin/sh
# Beside a gateway, for as long as its pod: whatever happens to the queue on the volume must not keep the gateway, which counts, from starting.
# usage: queue-guard.sh VOLUME OWN PORT POLL SURVIVED
#   VOLUME folder of the queue; OWN folder that the pod's containers share and that ends with the pod; PORT of the collector's health;
#   POLL seconds between two looks; SURVIVED seconds after which a start was a good one
# A damaged file cannot be told by looking at it: the collector panics in the middle of it, at its start or at a write. So starts are counted, by the collector's own
# log. After three of which none lasted, and while no collector runs, what is in the folder is set aside under another name. A volume that still takes no queue is
# left alone, and the queue is in the pod's own folder until the pod goes. Each of these ends the script with an error, because its restarts are what an alert sees.
set -u
volume=$1 own=$2 port=$(printf '%04X' "$3") poll=$4 survived=$5
link=$own/queue spare=$own/spare starts=$own/starts.log sizes=$volume/sizes.txt
kept=2 lost=no in_the_way=no

say() { # LEVEL MESSAGE FILE MORE: one line of JSON, as collectors write it
  printf '{"level":"%s","ts":"%s","msg":"%s","file":"%s"%s}\n' "$1" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$2" "$3" "${4:-}"
}

queues() { # what a collector opens at its start, whatever it is by now
  for file in "$(readlink "$link" || echo "$volume")"/exporter_*; do
    case $file in *.damaged-*) ;; *) if [ -e "$file" ] || [ -L "$file" ]; then echo "$file"; fi ;; esac
  done
}

begun() { grep -c '"msg":"Starting [^"]*\.\.\."' "$starts" || true; }

running() { # containers of a pod share their network: whether somebody listens there
  grep -qs "^ *[0-9]*: [0-9A-F]*:$port [0-9A-F]*:0000 0A " /proc/net/tcp /proc/net/tcp6
}

set_aside() {
  now=$(date -u +%Y%m%dT%H%M%SZ)
  # no name of a collector's file has a blank in it
  for file in $(queues); do
    more=$(printf ',"bytes":%s,"last_written":"%s"' "$(stat -c %s "$file")" "$(date -u -d "@$(stat -c %Y "$file")" +%Y-%m-%dT%H:%M:%SZ)")
    if mv "$file" "$file.damaged-$now"; then
      say error "gateway did not start with its queue: set aside, the traces in it are not stored" "$file.damaged-$now" "$more"
    else
      say error "gateway did not start with its queue, and it cannot be set aside: the traces in it are not stored" "$file" "$more"
      in_the_way=yes
    fi
  done
  # what a compaction had copied of the file
  rm -f "$volume"/tempdb*
  # names end in the time, so the oldest come first; what was set aside must not fill the volume
  ls "$volume" | sed -n 's/^\(.*\.damaged-\)\(.*\)$/\2 \1\2/p' | sort | head -n "-$kept" | while read -r _ old; do
    say warn "set aside long ago and removed" "$volume/$old"
    rm -rf "${volume:?}/$old"
  done
}

has_room() { # there is room for the first megabyte of a new one
  head -c 1048576 /dev/zero >"$volume/probe.tmp" 2>/dev/null
  room=$(stat -c %s "$volume/probe.tmp" 2>/dev/null)
  rm -f "$volume/probe.tmp"
  [ "$room" = 1048576 ]
}

notice_loss() { # a collector makes an emptied file anew without a word; one that it compacts is another file, so the same one never gets smaller by itself
  [ -w "$volume" ] || return 0
  queues | while read -r file; do stat -c '%i %s %n' "$file"; done >"$sizes.new" 2>/dev/null || return
  while read -r inode size name; do
    before=$(sed -n "s/^$inode \([0-9]*\) .*/\1/p" "$sizes" 2>/dev/null)
    if [ "$size" -lt "${before:-0}" ]; then
      say error "queue became smaller: what was in the rest is lost" "$name" ",\"bytes\":$size,\"bytes_before\":$before"
      lost=yes
    fi
  done <"$sizes.new"
  mv "$sizes.new" "$sizes" 2>/dev/null
}

# as the first process of its container it would not end when it is told to
trap 'exit 0' TERM
: >>"$starts"
notice_loss
# only now can a collector start: it is told this name
[ -L "$link" ] || ln -s "$volume" "$link"
seen=$(begun) quiet=0 unused=0
failed=$seen
until [ "$lost" = yes ]; do
  now=$(begun)
  if [ "$now" -gt "$seen" ]; then
    failed=$((failed + now - seen)) quiet=0 seen=$now
  fi
  if running; then
    unused=0 quiet=$((quiet + poll))
    if [ "$quiet" -ge "$survived" ]; then
      failed=0 seen=0
      # the collector appends, so it may be emptied under it
      : >"$starts"
    fi
  else
    unused=$((unused + 1)) quiet=0
    if [ "$failed" -ge 3 ] && [ "$unused" -ge 2 ]; then
      set_aside
      if { [ "$in_the_way" = yes ] || ! has_room; } && mkdir -p "$spare"; then
        ln -sfn "$spare" "$link"
        say error "the volume takes no queue: until the pod goes, it is in the pod's own folder" "$spare"
      fi
      : >"$starts"
      exit 3
    fi
  fi
  sleep "$poll"
  notice_loss
done
exit 3
