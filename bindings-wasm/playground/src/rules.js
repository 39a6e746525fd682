// What the editor says about rules while they are written: their forms, and what they cover in words.

/** The forms that rules have, for completion. */
export const FORMS = [
  ['Bash(git push:*)', 'a command, or any that starts with it'],
  ['Bash(npm run *)', '* stands for any text'],
  ['Bash(git status)', 'this command exactly'],
  ['Bash', 'every shell command'],
  ['Read(./.env)', 'a file below the working directory'],
  ['Read(~/.ssh/**)', 'a folder in the home directory'],
  ['Read(//etc/**)', 'a folder by its absolute path'],
  ['Edit(src/**)', 'whatever changes files in a folder'],
  ['WebFetch(domain:example.com)', 'a host'],
  ['WebFetch(domain:*.example.com)', 'the hosts of a domain'],
  ['WebSearch', 'every search'],
  ['mcp__github', 'every tool of an MCP server'],
  ['mcp__github__get_*', 'tools of an MCP server by name'],
  ['Agent(Explore)', 'an agent'],
  ['Skill(deploy)', 'a skill'],
]

/** Keys of settings by the object that they stand in, for completion. */
export const KEYS = {
  '': [
    ['permissions', 'rules and what belongs to them'],
    ['allowManagedPermissionRulesOnly', 'managed: no rules but those of managed settings'],
    ['allowedMcpServers', 'MCP servers that may run'],
    ['deniedMcpServers', 'MCP servers that may not run'],
    ['allowManagedMcpServersOnly', 'managed: only the managed list of servers counts'],
    ['disableAutoMode', 'no classifier decides in place of rules'],
  ],
  permissions: [
    ['deny', 'rules for what is refused'],
    ['ask', 'rules for what a person is asked about'],
    ['allow', 'rules for what needs no question'],
    ['defaultMode', 'the mode that sessions start in'],
    ['additionalDirectories', 'directories to work in beside the working directory'],
    ['disableBypassPermissionsMode', '"disable": no session skips the rules'],
  ],
}

const VERBS = { deny: 'Refuses', ask: 'Asks before', allow: 'Lets through' }

const WEIGHTS = {
  deny: 'No other rule outweighs it.',
  ask: 'It outweighs allow rules, and deny rules outweigh it.',
  allow: 'Deny and ask rules outweigh it. Of a longer command line every part must be allowed.',
}

/** What a rule in a list covers, in words: a sentence and how it weighs against others. */
export function describe(rule, list) {
  const [, tool, specifier] = /^([^(]*)(?:\((.*)\))?$/s.exec(rule) ?? [undefined, rule]
  return { covers: `${VERBS[list]} ${covered(tool, specifier)}.`, weighs: WEIGHTS[list] }
}

function covered(tool, specifier) {
  if (tool.startsWith('mcp__')) return mcp(tool)
  if (specifier === undefined || specifier === '*') return whole(tool)
  switch (tool) {
    case 'Bash':
    case 'PowerShell':
      return command(specifier)
    case 'Read':
      return `reading ${files(specifier)}, by file tools and by the commands that are known to read them`
    case 'Edit':
    case 'Write':
    case 'MultiEdit':
    case 'NotebookEdit':
      return `changing ${files(specifier)}`
    case 'WebFetch':
      return `fetching from ${hosts(specifier)}`
    case 'Agent':
    case 'Task':
      return `the agent ${specifier}`
    case 'Skill':
      return `the skill ${specifier}`
    default:
      return `calls of ${tool} with ${specifier}`
  }
}

function whole(tool) {
  const names = { Bash: 'every shell command', Read: 'every read of a file', Edit: 'every change of a file' }
  return names[tool] ?? (tool.includes('*') ? `every tool with a name like ${tool}` : `every call of ${tool}`)
}

function mcp(tool) {
  const [, server, name] = tool.split('__')
  if (name === undefined || name === '*') return `every tool of the MCP server ${server}`
  return `${name.includes('*') ? 'tools with a name like' : 'the tool'} ${name} of the MCP server ${server}`
}

function command(specifier) {
  if (specifier.endsWith(':*')) {
    const start = specifier.slice(0, -2)
    return `the command “${start}” and all that start with it, wherever they stand in a line`
  }
  if (specifier.includes('*')) return `commands like “${specifier}”, where * stands for any text`
  return `the command “${specifier}” and no other`
}

function files(pattern) {
  const below = [
    ['//', 2, 'from the root of the file system'],
    ['~/', 2, 'from the home directory'],
    ['/', 1, 'from the directory of the settings'],
    ['./', 2, 'from the working directory'],
    ['**/', 3, 'at any depth'],
  ].find(([start]) => pattern.startsWith(start))
  const [, skip, from] = below ?? ['', 0, 'from the working directory']
  return `files that match ${pattern.slice(skip)} ${from}`
}

function hosts(specifier) {
  const domain = specifier.replace(/^domain:/, '')
  return domain.startsWith('*.') ? `hosts below ${domain.slice(2)}` : domain
}
