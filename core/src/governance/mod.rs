//! The settings that govern besides permission rules: which MCP servers may be used.

pub mod mcp;
