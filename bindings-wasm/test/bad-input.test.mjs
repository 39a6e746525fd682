// What is no call, no policy, no text: an error of JavaScript's own kind, never a verdict, and never
// an end of the module.

import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { CallgateError, Policy, batch, lint } from 'callgate-wasm'

const GENEROUS = JSON.stringify({
  permissions: {
    allow: ['Bash(echo:*)', 'Bash(echo *)', 'Bash(a*)', 'Read(**)', 'Edit(**)'],
    deny: ['Bash(rm:*)', 'Bash(* --force *)', 'Read(**/.env)'],
  },
})
const policy = Policy.fromJson(GENEROUS)

afterEach(() => assert.equal(policy.verdict('Bash', 'rm x'), 'deny', 'the module still works'))

const cyclic = {}
cyclic.self = cyclic
const NO_STRINGS = [undefined, null, 1, 1n, true, Symbol('s'), {}, [], () => 'ls', new String('ls')]
const NO_OBJECTS = [null, 1, 'x', true, Symbol('s'), [], () => ({})]

test('wrong types are TypeErrors', () => {
  for (const value of NO_STRINGS) {
    assert.throws(() => policy.check(value), TypeError)
    assert.throws(() => policy.verdict(value, 'ls'), TypeError)
    assert.throws(() => policy.verdict('Bash', value), TypeError)
    assert.throws(() => policy.decide({ tool: value }), TypeError)
    assert.throws(() => Policy.fromJson(value), TypeError)
    if (value !== undefined) {
      assert.throws(() => Policy.fromLayers([], { profile: value }), TypeError)
      assert.throws(() => batch('{"id": "g"}', value), TypeError)
    }
  }
  for (const value of NO_OBJECTS) {
    assert.throws(() => policy.decide(value), TypeError)
    assert.throws(() => policy.decide({ tool: 'Bash', input: value }), TypeError)
    assert.throws(() => policy.check('ls', value), TypeError)
    assert.throws(() => policy.verdict('Bash', 'ls', value), TypeError)
  }
  for (const value of [...NO_OBJECTS.filter((value) => !Array.isArray(value)), {}]) {
    assert.throws(() => Policy.fromLayers(value), TypeError)
    assert.throws(() => lint(value), TypeError)
  }
  assert.throws(() => new Policy(), TypeError)
  assert.throws(() => Policy.prototype.check.call({}, 'ls'), TypeError)
})

test('objects that have no JSON are TypeErrors', () => {
  assert.throws(() => policy.decide({ tool: 'Bash', input: cyclic }), TypeError)
  assert.throws(() => policy.decide({ tool: 'Bash', input: { command: 1n } }), TypeError)
  assert.throws(() => policy.decide({ tool: 'Bash', input: { toJSON: () => undefined } }), TypeError)
  assert.throws(() => policy.check('ls', { links: cyclic }), TypeError)
  assert.throws(() => Policy.fromLayers([cyclic]), TypeError)
  assert.throws(() => batch(cyclic), TypeError)
})

test('what was thrown on the way is passed on', () => {
  const input = { get command() { throw new RangeError('mine') } }
  assert.throws(() => policy.decide({ tool: 'Bash', input }), new RangeError('mine'))
})

test('unknown names are CallgateErrors with a code', () => {
  const code = (work) => {
    try {
      work()
    } catch (error) {
      assert.ok(error instanceof CallgateError, String(error))
      return error.code
    }
  }
  assert.equal(code(() => policy.check('ls', { mode: 'yolo' })), 'invalid-session')
  assert.equal(code(() => policy.check('ls', { cdw: '/' })), 'invalid-session')
  assert.equal(code(() => policy.check('ls', { cwd: 1 })), 'invalid-session')
  assert.equal(code(() => policy.check('ls', { cwd: 'src' })), 'invalid-session')
  assert.equal(code(() => policy.decide({ tool: 'Bash', input: { toJSON: () => [] } })), 'invalid-call')
  assert.equal(code(() => Policy.fromLayers([], { profile: 'lax' })), 'invalid-profile')
  assert.equal(code(() => Policy.fromJson('{}', { source: 'me' })), 'invalid-layers')
  assert.equal(code(() => Policy.fromLayers([{ source: 'user' }])), 'invalid-layers')
  assert.equal(code(() => Policy.fromLayers([{ source: 'user', text: 1 }])), 'invalid-layers')
  assert.equal(code(() => lint([{ source: 'user', txt: '' }])), 'invalid-layers')
  assert.equal(code(() => batch({})), 'invalid-group')
  assert.equal(code(() => batch('{')), 'invalid-group')
  assert.equal(code(() => batch('{"id": "g"}', 'lax')), 'invalid-profile')
})

test('halves of surrogate pairs count as one character each', () => {
  const command = 'echo \ud83d; rm \udc00'
  const [, part] = policy.check(command).parts
  assert.equal(command.slice(part.span.start, part.span.end), 'rm \udc00')
  assert.deepEqual(policy.decide({ tool: 'Bash', input: { command } }).parts[1].span, part.span)
  const settings = '{"permissions": {"deny": ["Bash(\ud800)", "Bash(x)"]}}'
  const { reason } = Policy.fromJson(settings).check('x')
  assert.equal(settings.slice(reason.span.start, reason.span.end), '"Bash(x)"')
})

test('texts that are too long are refused before they are copied', () => {
  const huge = 'a'.repeat(1 << 28)
  for (const work of [
    () => policy.check(huge),
    () => policy.verdict('Read', huge),
    () => policy.verdict(huge, 'x'),
    () => policy.decide({ tool: 'Bash', input: { command: huge } }),
    () => Policy.fromJson(huge),
    () => batch(huge),
  ]) {
    assert.throws(work, { name: 'CallgateError', code: 'too-long' })
  }
})

test('the longest commands are decided, and none is allowed', () => {
  const MEGABYTE = 1 << 20
  for (const unit of [
    'a', ' ', '\n', ';', 'echo a;', 'echo a && ', 'echo a|', "'", '"', '`', '\\', '$', '$(', '${',
    '$((', '(', ')', '{', '}', '[[ ', '<(', '<<E\n', '<<<', '>', '>a ', '&', '#', '# a\n', 'a=1 ',
    '$a', '~', '*', 'a*', '?', '[', '{a,b}', 'if ', 'case a in ', 'a() ', 'for a in ', '!', 'é',
    '\0', '\t', '\r\n', '\u202e', 'sudo ', 'env ', 'timeout 1 ', 'xargs ', 'bash -c ', 'cd a;',
    '../', 'cat /', '\\\n', "'a'", '"$(a)"', '1>&2 ', 'echo --force ', '🦀', '\ud83d',
  ]) {
    const command = `echo ${unit.repeat(MEGABYTE / unit.length)}x`
    assert.notEqual(policy.verdict('Bash', command), 'allow', JSON.stringify(unit))
    assert.notEqual(policy.check(command).verdict, 'allow', JSON.stringify(unit))
  }
  for (const unit of ['echo a;', '$(', 'echo --force ']) {
    const command = unit.repeat(Math.floor((4 * MEGABYTE) / unit.length))
    assert.notEqual(policy.check(command).verdict, 'allow', JSON.stringify(unit))
  }
})

test('the deepest commands are decided, and none is allowed', () => {
  for (const [open, close] of [
    ['$(', ')'], ['(', ')'], ['{ ', ';}'], ['`', '`'], ['"$(', ')"'], ['${a:-', '}'], ['$((', '))'],
    ['<(', ')'], ['if a; then ', ';fi'], ['while a; do ', ';done'], ['case a in a) ', ';; esac'],
    ['f() { ', ';}'], ['[[ ( ', ' ) ]]'], ['cat <<E\n$(', ')\nE\n'],
  ]) {
    const opened = open.repeat(10_000)
    const balanced = `${opened}rm x${close.repeat(10_000)}`
    for (const command of [opened, balanced, `echo ${balanced}`]) {
      assert.notEqual(policy.check(command).verdict, 'allow', open)
    }
  }
})

test('deep settings, groups and inputs are errors', () => {
  const deep = '['.repeat(100_000)
  assert.throws(() => Policy.fromJson(deep), CallgateError)
  assert.throws(() => Policy.fromJson(`{"permissions": ${deep}`), CallgateError)
  assert.throws(() => batch(`{"id": "g", "calls": ${deep}`), CallgateError)
  let input = { command: 'echo a' }
  for (let depth = 0; depth < 1_000; depth++) input = { input }
  assert.throws(() => policy.decide({ tool: 'Bash', input }), { code: 'invalid-call' })
})

test('large settings and long rules are read', () => {
  const deny = Array.from({ length: 10_000 }, (_, n) => `Bash(tool${n} * --x${n} *)`)
  deny.push(`Bash(${'a*'.repeat(50_000)})`, `Read(${'**/a*'.repeat(20_000)})`, 'x'.repeat(1 << 20))
  deny.push(`Read(//${'*a'.repeat(1_000)}b)`, `Bash(${'('.repeat(1 << 20)}`)
  const large = Policy.fromJson(JSON.stringify({ permissions: { deny } }))
  assert.equal(large.verdict('Bash', `tool9999 ${'a'.repeat(60_000)} --x9999 y`), 'deny')
  assert.notEqual(large.verdict('Read', `/${'a'.repeat(60_000)}`), 'allow')
  assert.ok(large.diagnostics.length > 0)
  large.free()
})

test('settings that cannot be read are never no rules', () => {
  for (const text of ['', ' ', '{', '[]', 'null', '7', '"Bash"', '\0', '{} {}', '{"permissions": []}',
    '{"permissions": {"deny": "Bash"}}', '{"permissions": {"deny": ["Bash"],}}', "{'permissions': {}}"]) {
    assert.throws(() => Policy.fromJson(text), CallgateError, text)
  }
})

test('memory is given back', () => {
  const session = { cwd: '/srv' }
  for (let round = 0; round < 2_000; round++) {
    const short = Policy.fromJson(GENEROUS)
    assert.equal(short.check('rm x', { ...session, home: `/home/${round}` }).verdict, 'deny')
    short.free()
  }
})
