// The package in a browser: all recorded decisions, and errors that are JavaScript's own.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { batch } from 'callgate-wasm'
import { browse, serve } from '../playground/test/site.mjs'
import { differences, files } from './vectors.mjs'

let site
let browser
let page

before(async () => {
  site = await serve(fileURLToPath(new URL('..', import.meta.url)))
  browser = await browse()
  page = await browser.context.newPage()
  await page.goto(`${site.url}test/browser.html`)
})

after(async () => {
  await browser?.close()
  site?.close()
})

test('nothing works before the module is loaded', async () => {
  const message = await page.evaluate(async () => {
    window.callgate = await import('/lib/web.js')
    try {
      return window.callgate.Policy.fromJson('{}')
    } catch (error) {
      return error.message
    }
  })
  assert.match(message, /await init\(\) first/)
  await page.evaluate(() => window.callgate.init())
})

for (const file of files) {
  test(`${file.name} is decided as recorded, and as in Node`, async () => {
    const answers = await page.evaluate(
      ({ groups, profile }) => groups.map((group) => window.callgate.batch(group, profile)).join(''),
      file,
    )
    assert.deepEqual(differences(file, answers), [])
    assert.ok(answers === file.groups.map((group) => batch(group, file.profile)).join(''), 'as in Node')
  })
}

test('bad input is an error of its own kind', async () => {
  const thrown = await page.evaluate(() => {
    const { CallgateError, Policy, batch } = window.callgate
    const policy = Policy.fromJson('{"permissions": {"allow": ["Bash"]}}')
    const cyclic = {}
    cyclic.self = cyclic
    const kinds = [
      () => policy.check(1),
      () => policy.decide({ tool: 'Bash', input: cyclic }),
      () => policy.check('a'.repeat(1 << 28)),
      () => Policy.fromJson('{'),
      () => batch('['.repeat(100_000)),
    ].map((work) => {
      try {
        return work()
      } catch (error) {
        return error instanceof CallgateError ? error.code : error.name
      }
    })
    return [...kinds, policy.verdict('Bash', 'ls')]
  })
  assert.deepEqual(thrown, ['TypeError', 'TypeError', 'too-long', 'settings-not-json', 'invalid-group', 'allow'])
})

test('a worker that is closed while it decides ends alone', async () => {
  const verdict = await page.evaluate(async () => {
    const code = `
      import { Policy, init } from '${location.origin}/lib/web.js'
      await init()
      const policy = Policy.fromJson('{}')
      postMessage('busy')
      for (;;) policy.check('echo a;'.repeat(100_000))
    `
    const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }))
    const worker = new Worker(url, { type: 'module' })
    await new Promise((resolve, reject) => {
      worker.onmessage = resolve
      worker.onerror = reject
    })
    worker.terminate()
    return window.callgate.Policy.fromJson('{}').verdict('Bash', 'make')
  })
  assert.equal(verdict, 'ask')
})
