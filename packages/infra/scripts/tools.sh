# Read by the scripts beside it: what they run, and what to say where that is missing.

need() {
  for tool in "$@"; do
    command -v "$tool" >/dev/null || {
      printf '%s is not installed, and this needs it.\n' "$tool" >&2
      exit 1
    }
  done
}

# Pulumi's command line, or the one that npm brings.
if ! command -v pulumi >/dev/null; then
  need npx
  pulumi() { npx -y pulumi "$@"; }
fi
