//! Writes the JavaScript that loads a WebAssembly module, and the module as that JavaScript wants it:
//! `callgate-wasm-bindgen MODULE FOLDER`. See `scripts/build-wasm`.
#![forbid(unsafe_code)]

use std::{env, error::Error, path::PathBuf};

use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [module, folder] = arguments.as_slice() else {
        return Err("expected the path of a module and of a folder".into());
    };
    Bindgen::new()
        .input_path(module)
        .out_name("callgate")
        .web(true)?
        .typescript(true)
        .omit_default_module_path(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)?;
    Ok(())
}
