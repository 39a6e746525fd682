// Builds the engine for this machine into `build`, and puts beside it what the packages share. Further
// arguments go to Cargo.
import { execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { names } from '../lib/platform.cjs'

const here = new URL('..', import.meta.url)

/** Runs Cargo and returns the path of the library that it built. */
function build() {
  const command = ['build', '--release', '--locked', '--package', 'callgate-node']
  const form = ['--message-format', 'json-render-diagnostics']
  const messages = execFileSync('cargo', [...command, ...form, ...process.argv.slice(2)], {
    cwd: fileURLToPath(here),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const artifact = messages
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .find(({ reason, target }) => reason === 'compiler-artifact' && target.name === 'callgate_node')
  return artifact.filenames[0]
}

const isMusl = process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime

mkdirSync(new URL('build/', here), { recursive: true })
copyFileSync(build(), new URL(`build/callgate.${names().at(isMusl ? 1 : 0)}.node`, here))

for (const license of ['LICENSE-APACHE', 'LICENSE-MIT']) {
  copyFileSync(new URL(`../${license}`, here), new URL(license, here))
}

// The types that both packages share, and the engine in WebAssembly: `scripts/build-wasm` makes it.
const wasm = new URL('../bindings-wasm/', here)
copyFileSync(new URL('types.d.ts', wasm), new URL('types.d.ts', here))
rmSync(new URL('wasm', here), { recursive: true, force: true })
for (const name of ['lib', 'pkg', 'types.d.ts']) {
  cpSync(new URL(name, wasm), new URL(`wasm/${name}`, here), { recursive: true })
}
writeFileSync(new URL('wasm/package.json', here), '{ "type": "module" }\n')

// What both packages do in JavaScript, as modules that every Node can require.
const shared = ['decision', 'inputs']
const compiled = new URL('build/shared/', here)
const options = ['--ignoreConfig', '--allowJs', '--noCheck', '--module', 'commonjs', '--target', 'es2022']
const sources = shared.map((name) => fileURLToPath(new URL(`lib/${name}.js`, wasm)))
const tsc = fileURLToPath(new URL('node_modules/typescript/bin/tsc', here))
execFileSync(process.execPath, [tsc, ...options, '--types', '', '--outDir', fileURLToPath(compiled), ...sources])
for (const name of shared) {
  copyFileSync(new URL(`${name}.js`, compiled), new URL(`lib/${name}.cjs`, here))
}
rmSync(compiled, { recursive: true })
