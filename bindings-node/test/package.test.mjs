// What npm would publish can be installed and used.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('..', import.meta.url))

const manifest = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'))

let folder
let packed

const run = (command, ...options) => execFileSync(command, options, { cwd: folder, encoding: 'utf8', stdio: 'pipe' })

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'callgate-'))
  const [{ filename, files }] = JSON.parse(run('npm', 'pack', here, '--json', '--ignore-scripts'))
  packed = files.map(({ path }) => path)
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  run('npm', 'install', '--offline', '--no-audit', '--no-fund', `./${filename}`)
})

after(() => rmSync(folder, { recursive: true }))

const use = `console.log(Policy.fromJson('{"permissions": {"deny": ["WebSearch"]}}').verdict('WebSearch', ''))`

test('with its licences, in the version of the engine', () => {
  assert.deepEqual(packed.filter((path) => path.startsWith('LICENSE')), ['LICENSE-APACHE', 'LICENSE-MIT'])
  const [, version] = readFileSync(join(here, '../Cargo.toml'), 'utf8').match(/^version = "(.*)"$/m)
  assert.equal(manifest.version, version)
})

test('as a module', () => {
  const program = `import { Policy } from 'callgate'; ${use}`
  assert.equal(run(process.execPath, '--input-type=module', '--eval', program), 'deny\n')
})

test('by require', () => {
  assert.equal(run(process.execPath, '--eval', `const { Policy } = require('callgate'); ${use}`), 'deny\n')
})

test('with types, in Node and for bundlers', () => {
  symlinkSync(join(here, 'node_modules/@types'), join(folder, 'node_modules/@types'))
  const program = `import { Policy } from 'callgate'
    export const verdict: 'allow' | 'ask' | 'deny' = Policy.fromJson('{}').check('ls').verdict`
  for (const name of ['a.mts', 'b.cts']) writeFileSync(join(folder, name), program)
  const tsc = [join(here, 'node_modules/typescript/bin/tsc'), '--noEmit', '--strict']
  run(process.execPath, ...tsc, '--types', 'node', '--module', 'nodenext', 'a.mts', 'b.cts')
  const web = ['--module', 'esnext', '--moduleResolution', 'bundler', '--customConditions', 'browser']
  run(process.execPath, ...tsc, ...web, '--lib', 'esnext,dom', '--types', '', 'a.mts')
})
