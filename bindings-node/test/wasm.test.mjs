// Where there is no native build, WebAssembly answers.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import * as callgate from 'callgate'
import { files, groups } from './vectors.mjs'

const here = fileURLToPath(new URL('..', import.meta.url))

/** A copy of the package as it is on a platform without a native build. */
let folder
let fallback
const warnings = []

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'callgate-'))
  for (const name of ['index.cjs', 'index.mjs', 'lib', 'package.json', 'wasm']) {
    cpSync(join(here, name), join(folder, name), { recursive: true })
  }
  process.on('warning', (warning) => warnings.push(warning.code))
  fallback = createRequire(import.meta.url)(join(folder, 'index.cjs'))
  await new Promise(setImmediate)
})

after(() => rmSync(folder, { recursive: true }))

const layers = [
  {
    source: 'user',
    settings: { permissions: { deny: ['Bash(curl:*)'], ask: ['WebSearch'], allow: ['Bash(npm run *)'] } },
  },
]

test('the same functions are there, and a warning says who decides', () => {
  assert.notEqual(fallback.Policy, callgate.Policy)
  assert.deepEqual(Object.keys(fallback).sort(), Object.keys(callgate).sort())
  assert.ok(warnings.includes('CALLGATE_WASM'))
})

test('the answers are the same', async () => {
  const session = { cwd: '/srv', mode: 'acceptEdits' }
  const calls = [
    { tool: 'Bash', input: { command: 'echo 🦀; curl x' } },
    { tool: 'Bash', input: { command: 'npm run a' } },
    { tool: 'WebSearch' },
    { tool: 'Write', input: { file_path: '/srv/x' } },
  ]
  const [native, wasm] = [callgate, fallback].map(({ Policy }) => Policy.fromLayers(layers))
  for (const call of calls) {
    const [here, there] = [wasm, native].map((policy) => policy.decide(call, session))
    assert.deepEqual([here.verdict, here.toJSON()], [there.verdict, there.toJSON()])
  }
  assert.deepEqual(await wasm.decideMany(calls, session), await native.decideMany(calls, session))
  assert.deepEqual([wasm.rules, wasm.diagnostics], [native.rules, native.diagnostics])
  assert.equal(wasm.verdict('Bash', 'curl x'), 'deny')
  assert.deepEqual(fallback.lint(layers), callgate.lint(layers))
})

test('all vectors are answered byte for byte alike', () => {
  for (const profile of ['enforce', 'claude-code']) {
    for (const file of ['conformance', 'learned', 'enforce'].flatMap(files)) {
      for (const { line, expected } of groups(file)) {
        assert.ok(fallback.batch(line, profile) === callgate.batch(line, profile), `${expected.id} in ${profile}`)
      }
    }
  }
})

test('errors are the same', async () => {
  const { CallgateError, Policy, batch } = fallback
  const policy = Policy.fromLayers(layers)
  const has = (code) => (error) => error instanceof CallgateError && error.code === code
  assert.throws(() => Policy.fromJson('{'), has('settings-not-json'))
  assert.throws(() => policy.check('ls', { dir: '/' }), has('invalid-session'))
  assert.throws(() => batch('{}'), has('invalid-group'))
  assert.throws(() => policy.guardMcp('a', { command: 'a' }), has('unsupported'))
  assert.throws(() => policy.check(1), TypeError)
  await assert.rejects(policy.decideMany([{ tool: 1 }]), TypeError)
  assert.equal(policy.verdict('Bash', 'curl x'), 'deny')
})

test('browsers get WebAssembly through the exports of the package', () => {
  const program = `
    import { readFileSync } from 'node:fs'
    import { Policy, init } from 'callgate'
    await init(readFileSync(new URL(import.meta.resolve('callgate/callgate.wasm'))))
    console.log(Policy.fromJson('{"permissions": {"deny": ["Bash(curl:*)"]}}').verdict('Bash', 'curl x'))
  `
  const options = ['--conditions=browser', '--input-type=module', '--eval', program]
  assert.equal(execFileSync(process.execPath, options, { cwd: here, encoding: 'utf8' }), 'deny\n')
})
