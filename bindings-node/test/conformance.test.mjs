import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { batch } from 'callgate'
import { answered, files, groups, knownDifferences, wanted } from './vectors.mjs'

/** The calls of a file that are not decided as expected. */
function differences(file, profile) {
  return groups(file).flatMap(({ line, expected }) => {
    const want = wanted(expected)
    const have = answered(expected, batch(line, profile))
    assert.equal(have.length, want.length, `${expected.id}: one answer a call`)
    return want.flatMap((verdict, call) =>
      verdict === have[call] ? [] : [{ place: `${expected.id} ${call}`, want: verdict, have: have[call] }],
    )
  })
}

test('the recorded decisions are all there', () => {
  const calls = files('conformance').flatMap(groups).flatMap(({ expected }) => wanted(expected))
  assert.equal(calls.length, 13_816)
})

test('decides as the client does', () => {
  const known = knownDifferences()
  const found = ['conformance', 'learned']
    .flatMap(files)
    .flatMap((file) => differences(file, 'claude-code'))
  assert.deepEqual(found.filter(({ place }) => !known.has(place)), [])
  assert.deepEqual(new Set(found.map(({ place }) => place)), known)
})

test('enforces what the authors of rules mean', () => {
  assert.deepEqual(
    files('enforce').flatMap((file) => differences(file, 'enforce')),
    [],
  )
})

// The program that Rust users run; `scripts/test-node` builds it and says where it is.
const program = process.env.CALLGATE

test('answers byte for byte what the Rust program answers', { skip: !program && 'no program' }, () => {
  for (const profile of ['enforce', 'claude-code']) {
    for (const file of ['conformance', 'learned', 'enforce'].flatMap(files)) {
      const here = groups(file).map(({ line }) => batch(line, profile)).join('')
      const there = execFileSync(program, ['batch', '--profile', profile, fileURLToPath(file)], {
        encoding: 'utf8',
        maxBuffer: 1 << 30,
      })
      assert.ok(here === there, `${file.pathname} in ${profile}`)
    }
  }
})
