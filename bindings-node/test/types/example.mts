// Passes `tsc --strict`: what users write has the types that they expect.
import { CallgateError, Policy, VERDICTS, batch, lint } from 'callgate'
import type { Decision, Diagnostic, LayerInput, McpDecision, McpGuard, PlainDecision, Rule, Rulings, Session, Verdict } from 'callgate'

const layers: LayerInput[] = [
  { source: 'user', settings: { permissions: { deny: ['Bash(curl:*)'] } } },
  { source: 'project', name: '.claude/settings.json', text: '{}', trusted: false },
]
const policy: Policy = Policy.fromLayers(layers, { profile: 'claude-code' })
Policy.fromJson('{}', { source: 'managed' })
Policy.fromFiles([{ source: 'local', path: new URL('file:///x.json') }])

const session: Session = { cwd: '/srv/app', mode: 'acceptEdits' }
const verdict: Verdict = policy.verdict('Bash', 'git push', session)
const decision: Decision = policy.decide({ tool: 'Read', input: { file_path: '/etc/passwd' } })
const rules: readonly Rule[] = policy.rules
const diagnostics: Diagnostic[] = [...policy.diagnostics, ...lint(layers)]
const text: string = batch('{"id": "g"}')

if (decision.reason.kind === 'rule') {
  const rule: string = decision.reason.rule
  console.log(rule, decision.reason.span.start)
} else {
  console.log(decision.reason.code)
}

const plain: PlainDecision = decision.toJSON()
const line: string = JSON.stringify({ ...plain, at: 0 })
// @ts-expect-error: a copy has the verdict alone.
console.log({ ...decision }.message)

const rulings: Rulings = await policy.decideMany([{ tool: 'WebSearch' }], session)
const words: (Verdict | undefined)[] = [...rulings.verdicts].map((verdict) => VERDICTS[verdict])

const guard: McpGuard = policy.guardMcp('issues', { command: 'srv' }, { variables: process.env })
const { server, tool }: McpDecision = guard.decide({ method: 'tools/call', params: { name: 'get' } })
if (server.reason.kind === 'entry') console.log(server.reason.entry, tool?.verdict)
const tools: { name: string; title: string }[] = guard.filter([{ name: 'get', title: 'Get' }])

try {
  Policy.fromJson('{')
} catch (error) {
  if (error instanceof CallgateError) console.log(error.code, error.file, error.line ?? 0)
}

// @ts-expect-error: policies are made by the functions that read settings.
new Policy()
// @ts-expect-error: no source.
Policy.fromLayers([{ text: '{}' }])
// @ts-expect-error: both a text and an object.
Policy.fromLayers([{ source: 'user', text: '{}', settings: {} }])
// @ts-expect-error: no such profile.
Policy.fromLayers([], { profile: 'strict' })
// @ts-expect-error: a verdict is one of three words.
const wrong: Verdict = 'maybe'
// @ts-expect-error: a call names its tool.
policy.decide({ input: {} })

export { diagnostics, line, rules, text, tools, verdict, words, wrong }
