import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'

import { CallgateError, Policy } from 'callgate'
import { files, groups } from './vectors.mjs'

const settings = { permissions: { deny: ['Bash(curl:*)', 'Bash(timeout:5*)', 'Write(//etc/**)'], allow: ['Bash(npm run *)'] } }
const policy = Policy.fromLayers([{ source: 'user', settings }])

/** Everything that a decision says. */
const FIELDS = ['verdict', 'reason', 'message', 'advice', 'tool', 'mode', 'profile', 'parts']

const each = (decision) => Object.fromEntries(FIELDS.map((field) => [field, decision[field]]))

test('a decision says the same in all forms', () => {
  const decision = policy.check('npm run a && curl x')
  const plain = decision.toJSON()
  assert.deepEqual(Object.keys(plain), FIELDS)
  assert.deepEqual(each(decision), plain)
  assert.deepEqual(JSON.parse(JSON.stringify({ decision })), { decision: plain })
  assert.equal(inspect(decision), inspect(plain))
  assert.equal(policy.check('npm run a').advice, policy.check('npm run a').toJSON().advice)
})

test('copies of a decision have its verdict, and copies of its JSON have all', () => {
  const decision = policy.check('curl x')
  assert.deepEqual({ ...decision }, { verdict: 'deny' })
  assert.deepEqual(structuredClone(decision), { verdict: 'deny' })
  assert.deepEqual(structuredClone(decision.toJSON()), each(decision))
})

test('a decision is about what was asked, whatever became of it since', () => {
  const input = { command: 'npm run a > x', nested: [] }
  const session = { cwd: '/a', mode: 'plan', links: {} }
  const plain = { command: 'npm run a > x' }
  const before = policy.decide({ tool: 'Bash', input }, session).toJSON()
  const later = [policy.decide({ tool: 'Bash', input }, session), policy.decide({ tool: 'Bash', input: plain }, session)]
  input.command = plain.command = 'curl x'
  Object.assign(session, { cwd: '/b', mode: 'dontAsk', links: { '/a': '/c' } })
  assert.equal(policy.check('curl x', session).message.includes('curl'), true)
  for (const decision of later) assert.deepEqual([decision.verdict, decision.toJSON()], [before.verdict, before])
})

test('of an input everything counts that rules read', () => {
  const verdict = (tool, input) => policy.decide({ tool, input }).verdict
  assert.equal(verdict('Bash', { command: 'npm run a', timeout: 60_000 }), 'allow')
  assert.equal(verdict('Bash', { command: 'npm run a', timeout: 5_000 }), 'deny')
  assert.equal(verdict('Bash', { command: 'npm run a', timeout: '5' }), 'deny')
  assert.equal(verdict('Bash', { command: 'npm run a', curl: '' }), 'deny')
  assert.equal(verdict('Write', { file_path: '/etc/x', content: 'x' }), 'deny')
  assert.equal(verdict('Glob', { path: '/home/dev/project', pattern: '*' }), 'allow')
  assert.equal(verdict('Glob', { path: '/home/dev/project', pattern: '/etc/*' }), 'ask')
})

test('of an input nothing counts that is not its own', () => {
  const inherits = Object.create({ command: 'npm run a' })
  const hidden = Object.defineProperty({}, 'command', { value: 'npm run a' })
  const speaks = { command: 'npm run a', toJSON: () => ({ command: 'curl x' }) }
  for (const [input, verdict] of [[inherits, 'ask'], [hidden, 'ask'], [{}, 'ask'], [{ command: 1 }, 'ask'], [speaks, 'deny']]) {
    const decision = policy.decide({ tool: 'Bash', input })
    assert.deepEqual([decision.verdict, decision.toJSON().verdict], [verdict, verdict])
  }
  assert.equal(policy.decide({ tool: 'Bash', input: Object.assign(Object.create(null), { command: 'npm run a' }) }).verdict, 'allow')
})

test('names without end are decided like others', () => {
  for (let number = 0; number < 10_000; number++) {
    const input = { command: 'npm run a', [`member${number}`]: number }
    assert.equal(policy.decide({ tool: 'Bash', input }).verdict, 'allow')
    assert.equal(policy.decide({ tool: `mcp__a__${number}`, input }).verdict, 'ask')
  }
  assert.equal(policy.decide({ tool: 'Bash', input: { command: 'npm run a', timeout: 5 } }).verdict, 'deny')
})

/** An input that the engine has to read whole. */
class Input {
  constructor(members) {
    Object.assign(this, members)
  }
}

test('every decision on the vectors is the one that it explains, however its input is read', () => {
  let compared = 0
  for (const { expected } of ['conformance', 'learned', 'enforce'].flatMap(files).flatMap(groups)) {
    const { settings = {}, mode, cwd, home, calls = [] } = expected
    const layers = Object.entries(settings).map(([source, given]) => {
      return typeof given === 'string' ? { source, text: given } : { source, settings: given }
    })
    for (const profile of ['enforce', 'claude-code']) {
      let policy
      try {
        policy = Policy.fromLayers(layers, { profile })
      } catch (error) {
        assert.ok(error instanceof CallgateError, error)
        continue
      }
      for (const { tool, input } of calls) {
        const decision = policy.decide({ tool, input }, { mode, cwd, home })
        const whole = policy.decide({ tool, input: new Input(input) }, { mode, cwd, home })
        const plain = decision.toJSON()
        assert.equal(decision.verdict, plain.verdict, `${expected.id} in ${profile}`)
        assert.equal(whole.verdict, plain.verdict, `${expected.id} in ${profile}`)
        assert.deepEqual(whole.toJSON(), plain, `${expected.id} in ${profile}`)
        compared++
      }
    }
  }
  assert.ok(compared > 25_000, `${compared} decisions compared`)
})
