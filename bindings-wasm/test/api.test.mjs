// What users of the package see.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { CallgateError, Policy, batch, init, lint } from 'callgate-wasm'

const SETTINGS = '{"permissions": {"deny": ["Bash(curl:*)"], "allow": ["Bash(npm test:*)", "Read(//srv/**)"]}}'
const policy = Policy.fromJson(SETTINGS)

test('decides and explains', () => {
  const decision = policy.decide({ tool: 'Bash', input: { command: 'npm test && curl x' } })
  assert.equal(decision.verdict, 'deny')
  assert.equal(decision.reason.rule, 'Bash(curl:*)')
  assert.equal(SETTINGS.slice(decision.reason.span.start, decision.reason.span.end), '"Bash(curl:*)"')
  const parts = decision.parts.map(({ text, verdict }) => [text, verdict])
  assert.deepEqual(parts, [['npm test', 'allow'], ['curl x', 'deny']])
  assert.match(decision.advice, /narrow or remove/)
  assert.deepEqual(policy.check('npm test && curl x').toJSON(), decision.toJSON())
})

test('a decision says the same in all forms, and its copies have the verdict alone', () => {
  const decision = policy.check('npm test && curl x')
  const plain = decision.toJSON()
  const { verdict, reason, message, advice, tool, mode, profile, parts } = decision
  assert.deepEqual({ verdict, reason, message, advice, tool, mode, profile, parts }, plain)
  assert.deepEqual(JSON.parse(JSON.stringify({ decision })), { decision: plain })
  assert.equal(inspect(decision), inspect(plain))
  assert.deepEqual([{ ...decision }, structuredClone(decision)], [{ verdict: 'deny' }, { verdict: 'deny' }])
})

test('a decision is about what was asked, whatever became of it since', () => {
  const input = { command: 'npm test > x' }
  const nested = { ...input, nested: [] }
  const session = { cwd: '/srv', mode: 'plan' }
  const decide = () => [input, nested].map((input) => policy.decide({ tool: 'Bash', input }, session))
  const before = decide().map((decision) => decision.toJSON())
  const later = decide()
  input.command = nested.command = 'curl x'
  Object.assign(session, { cwd: '/home', mode: 'dontAsk' })
  assert.equal(policy.check('make', session).mode, 'dontAsk')
  assert.deepEqual(later.map((decision) => decision.toJSON()), before)
  assert.deepEqual(later.map(({ verdict }) => verdict), before.map(({ verdict }) => verdict))
})

test('of an input everything counts that rules read', () => {
  const policy = Policy.fromJson('{"permissions": {"deny": ["Bash(timeout:5*)", "Bash(curl:*)"], "allow": ["Bash(npm *)"]}}')
  const verdict = (tool, input) => policy.decide({ tool, input }).verdict
  assert.equal(verdict('Bash', { command: 'npm test', timeout: 60_000 }), 'allow')
  assert.equal(verdict('Bash', { command: 'npm test', timeout: 5_000 }), 'deny')
  assert.equal(verdict('Bash', { command: 'npm test', curl: '' }), 'deny')
  assert.equal(verdict('Glob', { path: '/home/dev/project', pattern: '/etc/*' }), 'ask')
  assert.equal(verdict('Bash', Object.create({ command: 'npm test' })), 'ask')
  assert.equal(verdict('Bash', { command: 'npm test', toJSON: () => ({ command: 'curl x' }) }), 'deny')
})

test('gives the verdict alone', () => {
  assert.equal(policy.verdict('Bash', 'npm test'), 'allow')
  assert.equal(policy.verdict('Bash', 'npm publish'), 'ask')
  assert.equal(policy.verdict('Bash', 'curl x'), 'deny')
  assert.equal(policy.decide({ tool: 'WebSearch' }).verdict, policy.verdict('WebSearch', ''))
})

test('counts offsets in UTF-16 units', () => {
  const settings = '{"é🦀": 1, "permissions": {"deny": ["Bash(curl:*)"]}}'
  const command = 'echo é🦀; curl x'
  const { parts, reason } = Policy.fromJson(settings).check(command)
  assert.deepEqual(parts.map(({ span }) => command.slice(span.start, span.end)), ['echo é🦀', 'curl x'])
  assert.equal(settings.slice(reason.span.start, reason.span.end), '"Bash(curl:*)"')
})

test('takes sessions', () => {
  const read = (session) => policy.verdict('Read', 'notes.txt', session)
  assert.equal(read({ cwd: '/srv' }), 'allow')
  assert.equal(read({ cwd: '/home/dev', links: { '/home/dev/notes.txt': '/etc/shadow' } }), 'ask')
  assert.equal(policy.verdict('Bash', 'make', { mode: 'dontAsk' }), 'deny')
  assert.equal(policy.verdict('Bash', 'make', { mode: null }), 'ask')
  // A session that is changed between two calls is read again.
  const session = { mode: 'dontAsk' }
  assert.equal(policy.verdict('Bash', 'make', session), 'deny')
  session.mode = 'default'
  assert.equal(policy.verdict('Bash', 'make', session), 'ask')
})

test('takes layers as text and as objects', () => {
  const layers = [
    { source: 'managed', name: 'managed.json', settings: { permissions: { deny: ['WebSearch'] } } },
    { source: 'local', text: '{"permissions": {"allow": ["WebSearch"]}}', trusted: true },
  ]
  const { verdict, reason } = Policy.fromLayers(layers).decide({ tool: 'WebSearch', input: { query: 'x' } })
  assert.deepEqual([verdict, reason.file], ['deny', 'managed.json'])
})

test('lists rules and findings', () => {
  const layers = [{ source: 'user', text: '{"permissions": {"deny": ["Write(src/**)", "Bash(ls"]}}' }]
  const policy = Policy.fromLayers(layers, { profile: 'claude-code' })
  assert.equal(policy.profile, 'claude-code')
  assert.deepEqual(policy.rules.map(({ rule, list, index }) => [rule, list, index]), [['Write(src/**)', 'deny', 0]])
  assert.deepEqual(policy.diagnostics.map(({ code }) => code), ['rule-unbalanced'])
  const found = lint(layers)
  assert.deepEqual(found.map(({ code }) => code), ['inert-path-tool', 'rule-unbalanced'])
  assert.equal(layers[0].text.slice(found[1].span.start, found[1].span.end), '"Bash(ls"')
})

test('decides groups', () => {
  const group = { id: 'g', settings: { user: JSON.parse(SETTINGS) }, calls: [{ tool: 'Bash', input: { command: 'curl x' } }] }
  assert.match(batch(group), /^{"group":"g","call":0,"decision":"deny"/)
  assert.equal(batch(JSON.stringify(group), 'enforce'), batch(group))
})

test('names file, line and column of what cannot be read', () => {
  const settings = '{\n  "permissions": {"deny": 1}}'
  assert.throws(
    () => Policy.fromJson(settings, { source: 'project' }),
    (error) => {
      assert.ok(error instanceof CallgateError && error instanceof Error)
      assert.equal(error.name, 'CallgateError')
      const { code, file, line, column } = error
      assert.deepEqual({ code, file, line, column }, { code: 'settings-wrong-type', file: 'project', line: 2, column: 27 })
      assert.equal(error.diagnostics[0].severity, 'error')
      return true
    },
  )
})

test('international host names are those of the URL standard', () => {
  const servers = {
    plain: { type: 'http', url: 'https://xn--bcher-kva.example/mcp' },
    letters: { type: 'http', url: 'https://BÜCHER.example/mcp' },
    composed: { type: 'http', url: 'https://bu\u0308cher.example/mcp' },
    wide: { type: 'http', url: 'https://ｂücher。example/mcp' },
    other: { type: 'http', url: 'https://buecher.example/mcp' },
    broken: { type: 'http', url: 'https://xn--a.example/mcp' },
  }
  const settings = { managed: { deniedMcpServers: [{ serverUrl: 'https://bücher.example/*' }] } }
  const blocked = (profile) => JSON.parse(batch({ id: 'g', settings, mcp: servers }, profile)).blocked_servers
  assert.deepEqual(blocked('claude-code'), ['composed', 'letters', 'plain', 'wide'])
  assert.deepEqual(blocked('enforce'), ['broken', 'composed', 'letters', 'plain', 'wide'])
})

test('a freed policy says so', () => {
  const policy = Policy.fromJson(SETTINGS)
  const [decision, told] = [policy.check('make'), policy.check('make')]
  const { message } = told
  policy.free()
  policy.free()
  assert.throws(() => policy.check('ls'), /has been freed/)
  assert.throws(() => policy.rules, /has been freed/)
  assert.throws(() => decision.message, /has been freed/)
  assert.deepEqual([decision.verdict, told.verdict, told.message], ['ask', 'ask', message])
  if (Symbol.dispose) assert.equal(policy[Symbol.dispose](), undefined)
})

test('there is nothing to wait for in Node', async () => {
  assert.equal(await init(), undefined)
})
