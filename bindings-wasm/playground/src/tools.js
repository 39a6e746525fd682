// Tools as people pick them here, and the input that a call of each has.

/** By name: the input field that the text stands for, and an example of it. */
export const TOOLS = {
  Bash: { field: 'command', example: 'npm test && git push' },
  Read: { field: 'file_path', example: 'src/.env' },
  Edit: { field: 'file_path', example: 'src/main.rs' },
  Write: { field: 'file_path', example: 'notes.md' },
  Glob: { field: 'path', example: 'src' },
  Grep: { field: 'path', example: 'src' },
  WebFetch: { field: 'url', example: 'https://docs.example.com/guide' },
  WebSearch: { field: 'query', example: 'rust globset' },
  Agent: { field: 'subagent_type', example: 'Explore' },
  Skill: { field: 'skill', example: 'deploy' },
  PowerShell: { field: 'command', example: 'Get-ChildItem' },
  // The text is the name of the tool, with its input as JSON behind it if need be.
  MCP: { example: 'mcp__github__get_issue' },
}

/** The call that a row of the list stands for. */
export function toCall({ tool, subject }) {
  const { field } = TOOLS[tool] ?? {}
  if (field !== undefined) return { tool, input: { [field]: subject } }
  const [, name, json] = /^(\S*)\s*(.*)$/s.exec(subject)
  if (json === '') return { tool: name }
  try {
    return { tool: name, input: JSON.parse(json) }
  } catch {
    throw new Error('what follows the name of an MCP tool must be its input as JSON')
  }
}
