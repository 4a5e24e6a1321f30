#!/usr/bin/env bash
# Makes a key set for --secrets-key-file: scripts/secrets-key.sh FILE
#
# One AES-256-GCM key in the JSON of Tink, as a node makes it when there is none. For clusters whose
# nodes get the file from outside, such as from a Kubernetes secret.
set -euo pipefail

if [ $# -ne 1 ] || [ -e "$1" ]; then
  echo "usage: scripts/secrets-key.sh FILE, which must not exist" >&2
  exit 2
fi
# In protocol buffers the field 3 of AesGcmKey, 32 bytes.
key="$( (printf '\032\040' && head -c 32 /dev/urandom) | base64 | tr -d '\n')"
id="$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')"
(
  umask 077
  printf '{"primaryKeyId":%s,"key":[{"keyData":{"typeUrl":"type.googleapis.com/google.crypto.tink.AesGcmKey","value":"%s","keyMaterialType":"SYMMETRIC"},"status":"ENABLED","keyId":%s,"outputPrefixType":"TINK"}]}\n' \
    "$id" "$key" "$id" >"$1"
)
