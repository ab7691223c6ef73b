#!/usr/bin/env bash
# Builds the gateway's image for a stack, pushes it to the stack's repository, and writes its digest into the stack's configuration;
# the next `pulumi up` runs it. Needs node, docker, aws and pulumi (or npx), logged in, and runs in packages/infra.
#
#   scripts/push-image.sh --stack dev            from the Dockerfile of this repository
#   scripts/push-image.sh --stack dev --tag 1.2  with a tag of one's own: a tag once pushed stays what it is
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  sed -n '2,6s/^# \{0,1\}//p' "scripts/$(basename "$0")"
  exit "${1:-2}"
}

stack=''
tag=''
while [ $# -gt 0 ]; do
  case "$1" in
    --stack)
      stack=${2:-}
      shift 2 || usage
      ;;
    --tag)
      tag=${2:-}
      shift 2 || usage
      ;;
    --help | -h) usage 0 ;;
    *)
      printf 'Unknown option: %s\n' "$1" >&2
      usage
      ;;
  esac
done
[ -n "$stack" ] || usage
. scripts/tools.sh
need node docker aws

[ -f ../../Dockerfile ] || {
  printf 'This repository has no Dockerfile: nothing can be built.\n' >&2
  exit 1
}
repository=$(pulumi stack output ecrRepositoryUrl --stack "$stack") || {
  printf 'Stack %s has no repository yet: run pulumi up first, without gateway.image.\n' "$stack" >&2
  exit 1
}
: "${tag:=$(git rev-parse --short HEAD 2>/dev/null || date -u +%Y%m%d-%H%M%S)}"
region=$(pulumi stack output region --stack "$stack")
built=$(mktemp)
trap 'rm -f "$built"' EXIT

login=$(aws ecr get-login-password --region "$region")
printf '%s\n' "$login" | docker login --username AWS --password-stdin "${repository%%/*}"
# With provenance the digest would be that of an index, not of the image.
docker buildx build --platform linux/arm64 --provenance=false --push --metadata-file "$built" --tag "$repository:$tag" ../..
digest=$(node -p 'JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"))["containerimage.digest"]' "$built")
pulumi config set --stack "$stack" --path causeway:gateway.image "$repository@$digest"
printf 'Stack %s runs %s@%s from the next pulumi up on.\n' "$stack" "$repository" "$digest"
