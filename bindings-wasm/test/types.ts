// Compiles if the types say what the package does; nothing here is run.

import { CallgateError, Policy, batch, init, lint } from 'callgate-wasm'
import type { Decision, Diagnostic, LayerInput, PlainDecision, Reason, Rule, Session, Verdict } from 'callgate-wasm/types'

await init(new URL('https://example.com/callgate.wasm'))

const layers: LayerInput[] = [
  { source: 'managed', name: 'managed.json', settings: { permissions: { deny: ['WebSearch'] } } },
  { source: 'user', text: '{}', trusted: false },
]
const session: Session = { cwd: '/srv', mode: 'plan', links: { '/srv/a': 'b' } }
const policy: Policy = Policy.fromLayers(layers, { profile: 'claude-code' })
const decision: Decision = policy.decide({ tool: 'Bash', input: { command: 'ls' } }, session)
const plain: PlainDecision = decision.toJSON()
const verdict: Verdict = policy.verdict('Bash', 'ls')
const rules: Rule[] = policy.rules
const found: Diagnostic[] = [...policy.diagnostics, ...lint(layers)]
const lines: string = batch({ id: 'g' }, 'enforce')

function place(reason: Reason): string {
  return reason.kind === 'rule' ? `${reason.file}:${reason.span.start}` : reason.code
}

try {
  Policy.fromJson('{', { source: 'project' })
} catch (error) {
  if (error instanceof CallgateError) console.log(error.code, error.file, error.line ?? 1)
}
console.log(verdict, rules, found, lines, place(decision.reason), plain.parts[0]?.span?.start)

// @ts-expect-error a layer has a text or settings, not both
export const both: LayerInput = { source: 'user', text: '{}', settings: {} }
// @ts-expect-error a copy has the verdict alone
export const copied: Reason = { ...decision }.reason
// @ts-expect-error there is no such mode
export const mode: Session = { mode: 'yolo' }
// @ts-expect-error a policy is made by its functions
export const made = new Policy()
