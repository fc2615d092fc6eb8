# Runs the command given as arguments and ends it with a fast shutdown (SIGINT) when standard input
# closes. Picket holds the other end of that pipe, so its death, whatever the cause, closes it.
exec 3<&0
"$@" 3<&- </dev/null &
server=$!
{
  while read -r _ <&3; do :; done
  kill -INT "$server" 2>/dev/null
} &
reader=$!
exec 3<&-
wait "$server"
status=$?
kill "$reader" 2>/dev/null
exit "$status"
