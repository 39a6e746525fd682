//! The WebAssembly module: what `callgate-wasm` exports, in a package that is linked in a way of its own.
//!
//! Code is made small in the packages that it comes from, and linking goes by the options of this one:
//! with those for size it would inline nothing, not even into what is marked for speed.
#![forbid(unsafe_code)]

pub use callgate_wasm::*;

// Without threads nobody else allocates meanwhile, which is what this allocator asks for.
#[cfg(all(target_family = "wasm", not(target_feature = "atomics")))]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
