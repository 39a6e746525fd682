// The README's quick start does what its comments say.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

test('the quick start', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const [, code] = /```js\n(.*?)```/s.exec(readme)
  const expected = [...code.matchAll(/console\.log\(.*\) \/\/ (.*)/g)].map(([, says]) => says)
  const [imported, ...body] = code.split('\n')
  const names = /import (\{.*\}) from 'callgate-wasm'/.exec(imported)[1]
  const printed = []
  const AsyncFunction = (async () => {}).constructor
  const run = new AsyncFunction(names, 'console', body.join('\n'))
  await run(await import('callgate-wasm'), { log: (line) => printed.push(line) })
  assert.deepEqual(printed, expected)
  assert.equal(printed.length, 3)
})
