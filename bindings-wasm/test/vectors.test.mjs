// All recorded decisions, in Node.

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import { CallgateError, Policy, batch } from 'callgate-wasm'
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

/** An input that the engine has to read whole. */
class Input {
  constructor(members) {
    Object.assign(this, members)
  }
}

/** The policy of a group; none if its settings cannot be read. */
function policyOf({ settings = {} }, profile) {
  const layers = Object.entries(settings).map(([source, given]) => {
    return typeof given === 'string' ? { source, text: given } : { source, settings: given }
  })
  try {
    return Policy.fromLayers(layers, { profile })
  } catch (error) {
    assert.ok(error instanceof CallgateError, error)
  }
}

test('every decision is the one that it explains, however its input is read', () => {
  let compared = 0
  for (const { groups, profile } of files) {
    for (const group of groups.map((text) => JSON.parse(text))) {
      const policy = policyOf(group, profile)
      const { cwd, home, mode } = group
      for (const { tool, input } of (policy && group.calls) ?? []) {
        const decision = policy.decide({ tool, input }, { cwd, home, mode })
        const whole = policy.decide({ tool, input: new Input(input) }, { cwd, home, mode })
        const plain = decision.toJSON()
        assert.deepEqual([decision.verdict, whole.verdict], [plain.verdict, plain.verdict], group.id)
        assert.deepEqual(whole.toJSON(), plain, group.id)
        compared++
      }
      policy?.free()
    }
  }
  assert.ok(compared > 12_000, `${compared} decisions compared`)
})
