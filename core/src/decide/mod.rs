//! The decision, tool by tool.
//!
//! Each tool's module says what it found; this one puts the findings in the client's order (deny,
//! ask, safety checks, mode, allow) and applies the mode.
