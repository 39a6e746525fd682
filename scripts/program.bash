# Sets CALLGATE to the program whose answers the bindings are held against, and builds it first if
# nobody has. To be sourced.
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
if [[ -z ${CALLGATE:-} ]]; then
  cargo build --locked --manifest-path "$repository/Cargo.toml" --package callgate-cli
  CALLGATE=$(realpath "${CARGO_TARGET_DIR:-$repository/target}/debug/callgate")
fi
export CALLGATE
