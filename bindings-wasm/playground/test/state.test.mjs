// Links hold the whole state, and only what is one is taken for one.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DEFAULTS, decode, encode } from '../src/state.js'

const STATE = {
  ...DEFAULTS,
  layers: [{ source: 'managed', text: '{"é🦀": "\ud83d"}' }, { source: 'user', text: '' }],
  calls: [{ tool: 'Bash', subject: 'echo "é"' }, { tool: 'MCP', subject: 'mcp__a__b {}' }],
  selected: 1,
  mode: 'plan',
}

const packed = (value) => encode({ ...STATE, ...value })

test('a state comes back from its link', async () => {
  const fragment = await encode(STATE)
  assert.match(fragment, /^[\w-]+$/)
  assert.deepEqual(await decode(fragment), STATE)
})

test('what is no state is refused', async () => {
  for (const value of [
    { layers: [] },
    { layers: [{ source: 'root', text: '' }] },
    { layers: [{ source: 'user', text: 1 }] },
    { calls: [{ tool: 'Bash' }] },
    { calls: 'x' },
    { selected: 0.5 },
    { mode: 1 },
    { cwd: null },
  ]) {
    await assert.rejects(async () => decode(await packed(value)), TypeError, JSON.stringify(value))
  }
  for (const fragment of ['', 'AAAA', '%', 'x'.repeat(2_000_000)]) await assert.rejects(decode(fragment))
})

test('a link that unpacks to more than a page holds is refused', async () => {
  const fragment = await packed({ layers: [{ source: 'user', text: ' '.repeat(20_000_000) }] })
  await assert.rejects(decode(fragment), RangeError)
})

test('a selection outside the list is moved into it', async () => {
  assert.equal((await decode(await packed({ selected: 99 }))).selected, 1)
  assert.equal((await decode(await packed({ selected: -1, calls: [] }))).selected, 0)
})
