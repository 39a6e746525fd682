import assert from 'node:assert/strict'
import { test } from 'node:test'

import { CallgateError, Policy, batch, lint } from 'callgate'

// Everything is allowed but one thing, so that whatever gets lost would show as an `allow`.
const settings = { permissions: { allow: ['Bash', 'mcp__a'], deny: ['mcp__a__b(force:true)'] } }
const policy = Policy.fromLayers([{ source: 'user', settings }])

/** Values that are no object. */
const NO_OBJECTS = [null, 0, 1n, 'text', true, Symbol('s'), () => ({}), []]

/** Values that are no string. */
const NO_STRINGS = [undefined, null, 0, 1n, true, Symbol('s'), () => '', {}, [], new String('ls')]

const isTypeError = { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' }

/** Calls that refer to themselves, in some way. */
function cyclic() {
  const input = { command: 'ls' }
  input.self = input
  const list = []
  list.push(list)
  return [input, { command: 'ls', list }]
}

test('values of the wrong type are type errors', async () => {
  for (const value of NO_STRINGS) {
    assert.throws(() => policy.verdict(value, 'ls'), isTypeError)
    assert.throws(() => policy.verdict('Bash', value), isTypeError)
    assert.throws(() => policy.check(value), isTypeError)
    assert.throws(() => policy.decide({ tool: value }), isTypeError)
    assert.throws(() => Policy.fromJson(value), isTypeError)
    await assert.rejects(policy.decideMany([{ tool: 'Bash' }, { tool: value }]), isTypeError)
  }
  for (const value of NO_OBJECTS) {
    assert.throws(() => policy.decide(value), isTypeError)
    assert.throws(() => policy.decide({ tool: 'Bash', input: value }), isTypeError)
    assert.throws(() => policy.check('ls', value), isTypeError)
    assert.throws(() => policy.verdict('Bash', 'ls', value), isTypeError)
    assert.throws(() => Policy.fromLayers([value]), isTypeError)
    assert.throws(() => Policy.fromLayers([], value), isTypeError)
    await assert.rejects(policy.decideMany([value]), isTypeError)
    await assert.rejects(policy.decideMany([], value), isTypeError)
  }
  for (const value of [undefined, null, 1, 'text', {}, () => []]) {
    assert.throws(() => Policy.fromLayers(value), isTypeError)
    assert.throws(() => Policy.fromFiles(value), isTypeError)
    assert.throws(() => lint(value), isTypeError)
    await assert.rejects(policy.decideMany(value), isTypeError)
  }
})

test('names that nobody knows are errors with a code', () => {
  const codes = {
    'invalid-session': [
      () => policy.check('ls', { dir: '/' }),
      () => policy.check('ls', { cwd: 1 }),
      () => policy.verdict('Bash', 'ls', { mode: 'yolo' }),
      () => policy.verdict('Bash', 'ls', { links: { '/a': null } }),
      () => policy.check('ls', { cwd: '/\ud83d' }),
    ],
    'invalid-profile': [
      () => Policy.fromLayers([], { profile: 'strict' }),
      () => batch('{"id": "g"}', 'strict'),
    ],
    'invalid-layers': [
      () => Policy.fromLayers([{ source: 'team', text: '{}' }]),
      () => Policy.fromLayers([{ source: 'user' }]),
      () => Policy.fromJson('{}', { source: 'team' }),
      () => lint([{ source: 'user', text: '{}', settings: {} }]),
    ],
    'invalid-group': [() => batch(''), () => batch('[]'), () => batch({ settings: {} })],
  }
  for (const [code, attempts] of Object.entries(codes)) {
    for (const attempt of attempts) {
      assert.throws(attempt, (error) => error instanceof CallgateError && error.code === code, `${attempt}`)
    }
  }
})

test('a session that is refused changes nothing', () => {
  assert.throws(() => policy.check('ls', { mode: 'yolo' }))
  assert.throws(() => policy.check('ls', { mode: 'yolo' }))
  assert.equal(policy.check('ls').mode, 'default')
})

test('objects with cycles are type errors', async () => {
  for (const input of cyclic()) {
    assert.throws(() => policy.decide({ tool: 'Bash', input }), TypeError)
    assert.throws(() => Policy.fromLayers([{ source: 'user', settings: input }]), TypeError)
    assert.throws(() => batch({ id: 'g', calls: [{ tool: 'Bash', input }] }), TypeError)
    await assert.rejects(policy.decideMany([{ tool: 'Bash', input }]), TypeError)
  }
})

test('an input that JSON cannot hold does not get lost', async () => {
  const inputs = [{ force: 1n }, { toJSON: () => undefined }, { toJSON: () => 'text' }, { toJSON: () => [] }]
  for (const input of inputs) {
    assert.throws(() => policy.decide({ tool: 'mcp__a__b', input }))
    await assert.rejects(policy.decideMany([{ tool: 'mcp__a__b', input }]))
  }
  const thrown = new RangeError('from a getter')
  const input = {
    get command() {
      throw thrown
    },
  }
  assert.throws(() => policy.decide({ tool: 'Bash', input }), thrown)
  await assert.rejects(policy.decideMany([{ tool: 'Bash', input }]), thrown)
})

test('nesting without end is an error', async () => {
  let input = { force: true }
  for (let depth = 0; depth < 1_000; depth++) input = { input }
  const call = { tool: 'mcp__a__b', input }
  assert.throws(() => policy.decide(call), { code: 'invalid-call' })
  await assert.rejects(policy.decideMany([{ tool: 'Bash' }, call]), (error) => {
    return error instanceof CallgateError && error.code === 'invalid-call' && /call 1\b/.test(error.message)
  })
  for (let depth = 0; depth < 100_000; depth++) input = { input }
  assert.throws(() => policy.decide({ tool: 'mcp__a__b', input }), RangeError)
})

test('half characters are read as U+FFFD everywhere, and offsets fit', async () => {
  const denied = Policy.fromLayers([
    { source: 'user', settings: { permissions: { allow: ['Bash(echo *)'], deny: ['Bash(curl:*)'] } } },
  ])
  for (const half of ['\ud83d', '\ude00', '\ude00\ud83d', 'a\ud83d\u0000b']) {
    const command = `echo "${half}"; curl x`
    const call = { tool: 'Bash', input: { command } }
    const decision = denied.decide(call)
    assert.equal(decision.verdict, 'deny')
    assert.deepEqual(denied.check(command).toJSON(), decision.toJSON())
    assert.equal(denied.verdict('Bash', command), 'deny')
    assert.deepEqual([...(await denied.decideMany([call])).verdicts], [2])
    const { span } = decision.parts.find(({ verdict }) => verdict === 'deny')
    assert.equal(command.slice(span.start, span.end), 'curl x')
  }
  const tool = 'mcp__a__\ud83d'
  assert.equal(policy.decide({ tool }).tool, 'mcp__a__\ufffd')
})

test('huge strings are decided or refused, and never allowed for their size', async () => {
  const long = `echo ${'a '.repeat(1 << 22)}; curl x`
  const denied = Policy.fromLayers([{ source: 'user', settings: { permissions: { deny: ['Bash(curl:*)'] } } }])
  assert.notEqual(denied.verdict('Bash', long), 'allow')
  const huge = 'a'.repeat((1 << 24) + 1)
  const tooLong = (error) => error instanceof CallgateError && error.code === 'too-long'
  assert.throws(() => policy.verdict('Bash', huge), tooLong)
  assert.throws(() => policy.verdict(huge, ''), tooLong)
  assert.throws(() => policy.check(huge), tooLong)
  assert.throws(() => policy.decide({ tool: 'Bash', input: { command: huge } }), tooLong)
  assert.throws(() => Policy.fromJson(huge), tooLong)
  assert.throws(() => batch(huge), tooLong)
  await assert.rejects(policy.decideMany([{ tool: 'Bash', input: { command: huge } }]), tooLong)
  // As long as a string can be: the language itself has no room for its JSON.
  const longest = 'a'.repeat(2 ** 29 - 24)
  assert.throws(() => policy.decide({ tool: 'Bash', input: { command: longest } }), RangeError)
})

test('only the functions that read settings make a policy', () => {
  assert.throws(() => new Policy(), TypeError)
  assert.throws(() => new Policy([{ source: 'user', text: '{}' }]), TypeError)
  const { check } = policy
  assert.throws(() => check('ls'), TypeError)
  assert.throws(() => check.call({}, 'ls'), TypeError)
})

test('what an iterator throws is what the promise rejects with', async () => {
  const thrown = new Error('the end')
  const calls = function* () {
    for (let index = 0; index < 5_000; index++) yield { tool: 'Bash', input: { command: 'ls' } }
    throw thrown
  }
  await assert.rejects(policy.decideMany(calls()), thrown)
})
