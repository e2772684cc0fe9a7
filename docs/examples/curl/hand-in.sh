#!/usr/bin/env bash
# Hands in one file as a batch: hand-in.sh feedback.json, which holds {"feedback": [...]}.
# It takes from the environment SITE, TOKEN_URL, CLIENT_ID and CLIENT_SECRET, and may take PAUSE, in seconds.
set -euo pipefail
file=$1
patience=(--connect-timeout 10 --max-time 60) # the site answers within half a minute, or not at all

token=$(curl --silent --show-error --fail "${patience[@]}" --retry 3 --user "$CLIENT_ID:$CLIENT_SECRET" \
    --data grant_type=client_credentials --data scope=feedback/write "$TOKEN_URL" |
    sed -n 's/.*"access_token" *: *"\([^"]*\)".*/\1/p')

# The key is of the file: trying again is the same request, and counts once.
key=$(sha256sum "$file" | cut -c1-64)
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

# curl itself tries again after a timeout, 429, 500, 502, 503 and 504, and waits as long as Retry-After says. 409 says
# that the same request, sent before, is still at work: it is asked for again, and answered once that is done.
for _ in 1 2 3 4 5 6; do
    status=$(curl --silent --show-error "${patience[@]}" --retry 5 --output "$answer" --write-out '%{http_code}' \
        --header "Authorization: Bearer $token" \
        --header "Idempotency-Key: \"$key\"" \
        --header "Content-Type: application/json" \
        --data-binary "@$file" "$SITE/v1/feedback/batch${QUERY:+?$QUERY}")
    [ "$status" = 409 ] || break
    sleep "${PAUSE:-8}" # six times as long is more than a request is ever at work
done
cat "$answer"
[ "$status" = 201 ]
