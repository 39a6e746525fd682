// All recorded decisions, in Node.

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import { batch } from 'callgate-wasm'
import { differences, files } from './vectors.mjs'

const PROGRAM = process.env.CALLGATE ?? fileURLToPath(new URL('../../target/debug/callgate', import.meta.url))

test('there is something to decide', () => {
  assert.ok(files.length > 40 && files.every((file) => file.groups.length > 0))
})

for (const file of files) {
  test(`${file.name} is decided as recorded`, () => {
    const answers = file.groups.map((group) => batch(group, file.profile)).join('')
    assert.deepEqual(differences(file, answers), [])
  })
}

test('a weaker decision would be found', () => {
  const file = files.find((file) => file.name === 'conformance/baseline.jsonl')
  const answers = file.groups.map((group) => batch(group, file.profile)).join('')
  assert.notDeepEqual(differences(file, answers.replace('"decision":"deny"', '"decision":"ask"')), [])
})

test('the answers are those of the Rust program, byte for byte', { skip: !existsSync(PROGRAM) }, () => {
  for (const { name, profile, groups } of files) {
    const path = fileURLToPath(new URL(`../../core/testdata/${name}`, import.meta.url))
    const options = { encoding: 'utf8', maxBuffer: 1 << 30 }
    const rust = execFileSync(PROGRAM, ['batch', '--profile', profile, path], options)
    assert.ok(groups.map((group) => batch(group, profile)).join('') === rust, name)
  }
})
