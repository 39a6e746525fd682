// The examples of the README print what their comments say.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const here = new URL('..', import.meta.url)
const readme = readFileSync(new URL('README.md', here), 'utf8')

/** The programs of the README, each with the heading that it stands under. */
const programs = readme.split(/^#+ /m).flatMap((section) => {
  const [heading] = section.split('\n', 1)
  return [...section.matchAll(/^```js\n(.*?)^```$/gms)].map(([, program]) => [heading, program])
})

for (const [heading, program] of programs) {
  test(heading, () => {
    const expected = [...program.matchAll(/^\s*console\.log\(.*\) \/\/ (.*)$/gm)].map(([, line]) => line)
    const options = ['--input-type=module', '--eval', program]
    const printed = execFileSync(process.execPath, options, { cwd: fileURLToPath(here), encoding: 'utf8' })
    assert.ok(expected.length > 0)
    assert.deepEqual(printed.trimEnd().split('\n'), expected)
  })
}
