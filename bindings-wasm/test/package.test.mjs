// What is published: its size, its version, its files.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'

const ROOT = new URL('../', import.meta.url)
const read = (path) => readFileSync(new URL(path, ROOT), 'utf8')

test('a browser downloads at most 250 kB', () => {
  const module = fileURLToPath(new URL('pkg/callgate_bg.wasm', ROOT))
  const size = execFileSync('gzip', ['-9', '-c', module], { maxBuffer: 1 << 24 }).length
  assert.ok(size <= 250_000, `${size} bytes after gzip`)
})

test('the package has the version of the crate', () => {
  const version = (toml) => /^version = "(.*)"$/m.exec(toml)[1]
  const { version: own } = JSON.parse(read('package.json'))
  assert.equal(own, version(read('Cargo.toml')))
  assert.equal(own, version(read('../Cargo.toml')))
})

test('everything that is needed is packed, and nothing else', () => {
  const options = { cwd: fileURLToPath(ROOT), encoding: 'utf8' }
  const [{ files }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json'], options))
  const packed = files.map(({ path }) => path).sort()
  assert.deepEqual(packed, [
    'LICENSE-APACHE',
    'LICENSE-MIT',
    'README.md',
    'lib/check.js',
    'lib/decision.js',
    'lib/engine.js',
    'lib/error.js',
    'lib/index.d.ts',
    'lib/inputs.js',
    'lib/node.js',
    'lib/policy.js',
    'lib/session.js',
    'lib/web.js',
    'package.json',
    'pkg/callgate.d.ts',
    'pkg/callgate.js',
    'pkg/callgate_bg.wasm',
    'pkg/callgate_bg.wasm.d.ts',
    'types.d.ts',
  ])
})
