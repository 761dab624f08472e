#!/bin/sh
# Makes the secrets that compose.yaml hands over as files, once. Keep the folder to yourself.
set -eu
cd "$(dirname "$0")"
umask 077
mkdir -p secrets
random() { head -c 24 /dev/urandom | base64 | tr -d '/+=\n'; }
[ -e secrets/database_password ] || random > secrets/database_password
printf 'postgresql://feedbackyes:%s@database:5432/feedbackyes' "$(cat secrets/database_password)" > secrets/database_url
printf 'redis://redis:6379/0' > secrets/redis_url
[ -e secrets/metrics_token ] || random > secrets/metrics_token
# The server in its container is nobody in particular and has to read them; on this machine nobody else gets at them.
chmod 0700 secrets
chmod 0444 secrets/*
