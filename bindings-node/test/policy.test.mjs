import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { test } from 'node:test'

import * as callgate from 'callgate'
import { CallgateError, Policy, VERDICTS, batch, lint } from 'callgate'

const RULES = {
  permissions: { deny: ['Bash(curl:*)'], ask: ['Bash(git push:*)'], allow: ['Bash(npm run *)'] },
}

const policy = Policy.fromLayers([{ source: 'user', settings: RULES }])

test('a verdict is a word', () => {
  assert.equal(policy.verdict('Bash', 'npm run build'), 'allow')
  assert.equal(policy.verdict('Bash', 'npm run build && git push'), 'ask')
  assert.equal(policy.verdict('Bash', 'npm run build && curl x'), 'deny')
})

test('a decision says what decided, and where', () => {
  const text = JSON.stringify(RULES)
  const command = 'echo "🦀"; curl example.com'
  const decision = policy.decide({ tool: 'Bash', input: { command } })
  assert.equal(decision.verdict, 'deny')
  assert.equal(decision.reason.kind, 'rule')
  assert.equal(text.slice(decision.reason.span.start, decision.reason.span.end), '"Bash(curl:*)"')
  const part = decision.parts.find(({ verdict }) => verdict === 'deny')
  assert.equal(command.slice(part.span.start, part.span.end), 'curl example.com')
  assert.deepEqual(policy.check(command).toJSON(), decision.toJSON())
})

test('a call needs no input', () => {
  const { verdict, reason } = policy.decide({ tool: 'mcp__github__get_issue' })
  assert.deepEqual({ verdict, reason }, { verdict: 'ask', reason: { kind: 'built-in', code: 'no-rule' } })
})

test('working directory, home, mode and links come with the call', () => {
  const settings = { permissions: { allow: ['Read(~/notes/**)'] } }
  const policy = Policy.fromLayers([{ source: 'user', settings }])
  const verdict = (session) => policy.verdict('Read', '/home/ann/notes/a', session)
  assert.equal(verdict(), 'ask')
  assert.equal(verdict({ home: '/home/ann' }), 'allow')
  assert.equal(verdict({ cwd: '/home/ann' }), 'allow')
  assert.equal(verdict({ home: '/home/ann', links: { '/home/ann/notes': '/etc' } }), 'ask')
  assert.equal(verdict({ home: '/home/ann' }), 'allow')
  assert.equal(verdict({ home: '/home/ann', mode: 'dontAsk' }), 'allow')
  assert.equal(verdict({ mode: 'dontAsk' }), 'deny')
  assert.equal(verdict({ mode: null }), 'ask')
})

test('a session may be changed between calls', () => {
  const session = { cwd: '/a' }
  assert.equal(policy.verdict('Read', '/a/x', session), 'allow')
  session.cwd = '/b'
  assert.equal(policy.verdict('Read', '/a/x', session), 'ask')
  class OfAServer {
    get cwd() {
      return '/a'
    }
  }
  assert.equal(policy.verdict('Read', '/a/x', new OfAServer()), 'allow')
  class WithLinks extends OfAServer {
    get links() {
      return { '/a/x': '/b/x' }
    }
  }
  assert.equal(policy.verdict('Read', '/a/x', new WithLinks()), 'ask')
})

test('the profile says how rules are read', () => {
  const layers = [{ source: 'user', settings: { permissions: { deny: ['Read(**/.env)'] } } }]
  const verdict = (options) => Policy.fromLayers(layers, options).verdict('Read', '/srv/.env')
  assert.equal(verdict(), 'deny')
  assert.equal(verdict({ profile: 'claude-code' }), 'ask')
  assert.equal(Policy.fromLayers(layers).profile, 'enforce')
})

test('rules and diagnostics are listed', () => {
  assert.deepEqual(
    policy.rules.map(({ rule, list }) => [rule, list]),
    [
      ['Bash(curl:*)', 'deny'],
      ['Bash(git push:*)', 'ask'],
      ['Bash(npm run *)', 'allow'],
    ],
  )
  const layers = [{ source: 'managed', name: 'm.json', text: '{"é": 1, "permissions": {"deny": ["(x"]}}' }]
  const [diagnostic] = lint(layers).filter(({ span }) => layers[0].text.slice(span.start, span.end) === '"(x"')
  assert.equal(diagnostic.file, 'm.json')
  assert.ok(Policy.fromLayers(layers).diagnostics.length > 0)
})

test('policies come from texts and files', () => {
  const text = JSON.stringify(RULES)
  assert.equal(Policy.fromJson(text).rules[0].source, 'user')
  assert.equal(Policy.fromJson(text, { source: 'managed' }).rules[0].source, 'managed')
  const folder = mkdtempSync(join(tmpdir(), 'callgate-'))
  try {
    const path = join(folder, 'settings.json')
    writeFileSync(path, text)
    for (const place of [path, pathToFileURL(path)]) {
      const [rule] = Policy.fromFiles([{ source: 'project', path: place }]).rules
      assert.deepEqual([rule.source, rule.file], ['project', String(place)])
    }
    writeFileSync(path, Buffer.from([0x7b, 0xff, 0x7d]))
    assert.throws(() => Policy.fromFiles([{ source: 'project', path }]), TypeError)
    const absent = join(folder, 'absent.json')
    assert.throws(() => Policy.fromFiles([{ source: 'user', path: absent }]), { code: 'ENOENT' })
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('an error names document, line and column', () => {
  const text = '{\n  "permissions": {"deny": 1}}'
  assert.throws(
    () => Policy.fromLayers([{ source: 'project', name: 'a.json', text }]),
    (error) => {
      assert.ok(error instanceof CallgateError && error instanceof Error)
      assert.equal(error.name, 'CallgateError')
      assert.deepEqual([error.file, error.line], ['a.json', 2])
      assert.ok(error.column > 1 && error.message.includes('a.json'))
      assert.ok(error.diagnostics.some(({ code }) => code === error.code))
      return true
    },
  )
})

test('many calls are decided as one by one', async () => {
  const commands = ['npm run a', 'git push', 'curl x', 'ls', 'npm run a; curl y', 'echo \ud83d']
  const calls = Array.from({ length: 10_000 }, (_, index) => ({
    tool: 'Bash',
    input: { command: commands[index % commands.length] },
    id: index,
  }))
  const session = { cwd: '/srv', mode: 'plan' }
  const { verdicts, rules } = await policy.decideMany(calls, session)
  assert.ok(verdicts instanceof Uint8Array && rules instanceof Int32Array)
  assert.deepEqual([verdicts.length, rules.length], [calls.length, calls.length])
  for (const [index, call] of calls.slice(0, 100).entries()) {
    const { verdict, reason } = policy.decide(call, session)
    assert.equal(VERDICTS[verdicts[index]], verdict)
    assert.equal(policy.rules[rules[index]]?.rule, reason.rule)
  }
  assert.deepEqual(verdicts.slice(6, 9_996), verdicts.slice(0, 9_990))
})

test('many calls may be none, and may come one by one', async () => {
  assert.equal((await policy.decideMany([])).verdicts.length, 0)
  const calls = function* () {
    yield { tool: 'WebSearch' }
    yield { tool: 'Bash', input: { command: 'curl x' } }
  }
  assert.deepEqual([...(await policy.decideMany(calls())).verdicts], [1, 2])
})

test('many calls leave the main thread to others', async () => {
  const calls = Array(20_000).fill({ tool: 'Bash', input: { command: 'npm run a && ls' } })
  const order = []
  setImmediate(() => order.push('other work'))
  await policy.decideMany(calls)
  order.push('decided')
  assert.deepEqual(order, ['other work', 'decided'])
})

test('batch takes the form of the vectors', () => {
  const group = { id: 'g', settings: { user: RULES }, calls: [{ tool: 'Bash', input: { command: 'curl x' } }] }
  const answer = JSON.parse(batch(JSON.stringify(group), 'claude-code'))
  assert.deepEqual([answer.group, answer.call, answer.decision], ['g', 0, 'deny'])
  assert.equal(batch(group), batch(JSON.stringify(group), 'enforce'))
})

test('CommonJS gets the same', () => {
  const required = createRequire(import.meta.url)('callgate')
  assert.deepEqual(Object.keys(required).sort(), Object.keys(callgate).sort())
  for (const name of Object.keys(required)) assert.equal(required[name], callgate[name])
})

test('a getter of an input can ask about another tool', () => {
  const policy = Policy.fromJson('{"permissions": {"allow": ["Bash"], "deny": ["Bash(rm:*)"]}}')
  const input = {
    get description() {
      return policy.decide({ tool: 'Read', input: { file_path: 'x' } }).verdict
    },
    command: 'rm x',
  }
  for (let time = 0; time < 2; time++) assert.equal(policy.decide({ tool: 'Bash', input }).verdict, 'deny')
})
