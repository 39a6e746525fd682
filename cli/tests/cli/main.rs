//! Runs the program as its users do, and looks at its output and exit status.

mod batch;
mod check;
mod hook;
mod lint;
mod world;
