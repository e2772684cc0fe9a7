#!/usr/bin/env bash
# Hands in one file as a batch: hand-in.sh feedback.json, which holds {"feedback": [...]}.
# It takes from the environment SITE, TOKEN_URL, CLIENT_ID and CLIENT_SECRET.
set -euo pipefail
file=$1

token=$(curl --silent --fail --user "$CLIENT_ID:$CLIENT_SECRET" \
    --data grant_type=client_credentials --data scope=feedback/write "$TOKEN_URL" |
    sed -n 's/.*"access_token" *: *"\([^"]*\)".*/\1/p')

# The key is of the file: trying again is the same request, and counts once.
key=$(sha256sum "$file" | cut -c1-64)

# curl waits as long as Retry-After says where the answer is 429 or 503.
curl --silent --show-error --fail-with-body --retry 5 \
    --header "Authorization: Bearer $token" \
    --header "Idempotency-Key: \"$key\"" \
    --header "Content-Type: application/json" \
    --data-binary "@$file" "$SITE/v1/feedback/batch${QUERY:+?$QUERY}"
