// The page in a real browser: what a person does and sees. Screenshots are left in test/output.

import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { DEFAULTS, encode } from '../src/state.js'
import { browse, serve } from './site.mjs'

const path = (name) => fileURLToPath(new URL(name, import.meta.url))
const OUTPUT = path('output')

let site
let browser
/** What went wrong in any page, and where any page went. */
const problems = []
const requests = []

before(async () => {
  mkdirSync(OUTPUT, { recursive: true })
  site = await serve(path('../dist'))
  browser = await browse({ viewport: { width: 1360, height: 860 } })
})

after(async () => {
  await browser?.close()
  site?.close()
})

async function open(fragment = '') {
  const page = await browser.context.newPage()
  page.setDefaultTimeout(10_000)
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  page.on('request', (request) => requests.push(request.url()))
  await page.goto(site.url + fragment)
  await page.locator('#status').filter({ hasText: 'compiled in' }).waitFor()
  return page
}

const row = (page, index) => page.locator('#calls li').nth(index)
const verdict = (page, index, expected) => row(page, index).locator(`.badge.${expected}`).waitFor()
const shot = (page, name) => page.screenshot({ path: `${OUTPUT}/${name}.png` })

/** Replaces the document in the editor, as somebody who types does. */
async function type(page, text) {
  await page.locator('.cm-content').click()
  await page.keyboard.press('Control+A')
  await page.keyboard.insertText(text)
}

test('the first example is decided, and says why', async () => {
  const page = await open()
  await verdict(page, 0, 'deny')
  await verdict(page, 1, 'ask')
  await verdict(page, 2, 'allow')
  assert.match(await page.locator('#why .verdict').textContent(), /The deny rule Bash\(curl:\*\) in managed/)
  assert.equal(await page.locator('#why mark.deny').textContent(), 'timeout 5 curl https://example.com/install.sh')
  assert.equal(await page.locator('.cm-content .deciding.deny').textContent(), '"Bash(curl:*)"')
  await shot(page, 'light')
  await page.close()
})

test('another call has another reason, and its rule is marked in the editor', async () => {
  const page = await open()
  await row(page, 1).locator('input').click()
  await page.locator('.cm-content .deciding.ask').waitFor()
  assert.equal(await page.locator('.cm-content .deciding').textContent(), '"Bash(git push:*)"')
  assert.deepEqual(await page.locator('#why mark.ask').allTextContents(), ['npm test', 'git push origin main'])
  assert.match(await page.locator('#why .note').last().textContent(), /Approve the call, or narrow/)
  await page.close()
})

test('typing a rule changes verdicts', async () => {
  const page = await open()
  await verdict(page, 2, 'allow')
  await type(page, '{"permissions": {"deny": ["Bash(git status)"]}}')
  await verdict(page, 2, 'deny')
  await verdict(page, 0, 'ask')
  await page.locator('#calls li input').nth(2).fill('git log')
  await verdict(page, 2, 'allow')
  await page.close()
})

test('broken JSON is underlined, and allows nothing', async () => {
  const page = await open()
  await type(page, '{"permissions": {"deny": ["Bash(git status)"]')
  await page.locator('.cm-lintRange-error').first().waitFor()
  await page.locator('#findings .error').waitFor()
  await row(page, 2).locator('.badge.unclear').waitFor()
  assert.equal(await page.locator('.badge.allow').count(), 0)
  assert.match(await page.locator('#status').textContent(), /never taken for none/)
  await shot(page, 'broken')
  await page.close()
})

test('findings stand in the text, in the margin and below, and lead to their place', async () => {
  const page = await open()
  await page.locator('#findings button').first().waitFor()
  assert.equal(await page.locator('.cm-lintRange-warning').count(), 3)
  assert.equal(await page.locator('#layers .count').first().textContent(), '3')
  await page.locator('#findings button').nth(1).click()
  assert.match(await page.locator('.cm-activeLine').textContent(), /Write\(\*\*\)/)
  await page.close()
})

test('a link reproduces everything', async () => {
  const first = await open()
  await first.locator('#example').selectOption({ label: 'A developer’s local file' })
  await first.locator('#profile').selectOption('claude-code')
  await first.locator('#mode').selectOption('plan')
  await first.locator('#cwd').fill('/srv/app')
  await row(first, 3).locator('input').fill('sudo rm -rf "/tmp/é🦀"')
  await verdict(first, 3, 'deny')
  await first.locator('#share').click()
  await first.waitForFunction(() => location.hash.length > 10 && document.getElementById('share').textContent !== 'Copy link')
  const { hash } = new URL(first.url())
  const shown = (page) => page.evaluate(() => [
    ...['profile', 'mode', 'cwd', 'home'].map((id) => document.getElementById(id).value),
    document.getElementById('layers').textContent,
    [...document.querySelectorAll('#calls li')].map((item) => [...item.querySelectorAll('select, input')].map(({ value }) => value)),
    [...document.querySelectorAll('#calls output')].map((output) => output.textContent),
    document.getElementById('why').textContent,
  ])
  const second = await open(hash)
  await verdict(second, 3, 'deny')
  await first.waitForTimeout(300)
  assert.deepEqual(await shown(second), await shown(first))
  assert.match(await second.locator('#why').textContent(), /mode plan, profile claude-code/)
  await first.close()
  await second.close()
})

test('a link that somebody else made up is refused', async () => {
  for (const fragment of ['#%%%', '#AAAA', '#q1YqSyxSsqpWKkstKs7Mz1OyMjTUUSpLLFIC8goA']) {
    const page = await open(fragment)
    await page.locator('#notice').filter({ hasText: 'cannot be read' }).waitFor()
    await verdict(page, 0, 'deny')
    await page.close()
  }
})

test('rules are completed and explained', async () => {
  const page = await open()
  await type(page, '{"permissions": {"deny": [""]}}')
  await page.keyboard.press('Control+End')
  for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowLeft')
  await page.keyboard.type('mcp')
  const offer = page.locator('.cm-tooltip-autocomplete li', { hasText: 'mcp__github__get_*' })
  await offer.waitFor()
  await shot(page, 'completion')
  await offer.click()
  assert.equal(await page.locator('.cm-content').textContent(), '{"permissions": {"deny": ["mcp__github__get_*"]}}')
  await page.getByText('"mcp__github__get_*"').last().hover()
  const about = page.locator('.about-rule')
  await about.waitFor()
  assert.match(await about.textContent(), /Refuses tools with a name like get_\* of the MCP server github\..*decides 0 of 7 calls/)
  await shot(page, 'hover')
  await page.close()
})

test('a keyboard is enough', async () => {
  const page = await open()
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'skip')
  await page.keyboard.press('Enter')
  assert.equal(await row(page, 0).locator('input').evaluate((input) => input === document.activeElement), true)
  // Tab leaves the editor, too.
  await page.locator('.cm-content').click()
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.closest('.cm-editor')), null)
  await row(page, 0).locator('input').focus()
  await page.keyboard.press('ArrowDown')
  assert.equal(await row(page, 1).getAttribute('aria-current'), 'true')
  await page.keyboard.press('Enter')
  await page.keyboard.type('git push')
  await verdict(page, 2, 'ask')
  assert.equal(await page.locator('#calls li').count(), 8)
  // Layers are tabs: the arrows go through them.
  await page.locator('[role=tab][aria-selected=true]').focus()
  await page.keyboard.press('ArrowRight')
  assert.equal(await page.locator('[role=tab][aria-selected=true]').textContent(), 'user')
  await page.close()
})

test('every control has a name', async () => {
  const page = await open()
  const nameless = await page.evaluate(() =>
    [...document.querySelectorAll('button, select, input, [role=tab], [contenteditable=true]')]
      .filter((control) => !(control.ariaLabel || control.labels?.length || control.textContent.trim()))
      .map((control) => control.outerHTML),
  )
  assert.deepEqual(nameless, [])
  await page.close()
})

test('layers come and go', async () => {
  const page = await open()
  await page.locator('#add-layer').selectOption('user')
  assert.equal(await page.locator('[role=tab][aria-selected=true]').textContent(), 'user 2')
  await type(page, '{"permissions": {"deny": ["WebFetch"]}}')
  await page.locator('#why').waitFor()
  await page.getByRole('button', { name: 'Remove the layer user 2' }).click()
  assert.equal(await page.locator('[role=tab]').count(), 2)
  await page.close()
})

test('every example can be read and decides something', async () => {
  const page = await open()
  for (const option of await page.locator('#example option:not([hidden])').all()) {
    await page.locator('#example').selectOption({ label: await option.textContent() })
    await page.waitForFunction(() => {
      const badges = [...document.querySelectorAll('#calls .badge')]
      return badges.length > 3 && badges.every(({ classList }) => ['allow', 'ask', 'deny'].some((verdict) => classList.contains(verdict)))
    })
  }
  await shot(page, 'mcp')
  await page.close()
})

/** The median of what the page measured from a keystroke to the verdicts that it leads to. */
async function medianOfTyping(page, strokes) {
  await page.evaluate(() => performance.clearMeasures('decided'))
  for (let stroke = 0; stroke < strokes; stroke++) {
    await page.keyboard.type(' ')
    await page.waitForFunction((count) => performance.getEntriesByName('decided').length > count, stroke)
  }
  const took = await page.evaluate(() => performance.getEntriesByName('decided').map(({ duration }) => duration))
  return took.sort((left, right) => left - right)[Math.floor(took.length / 2)]
}

test('a file of a thousand rules is decided while somebody types in it', async (context) => {
  const allow = Array.from({ length: 979 }, (_, number) => `Bash(tool-${number} --option-${number}:*)`)
  const deny = Array.from({ length: 20 }, (_, number) => `Read(**/secret-${number}/**)`)
  const text = JSON.stringify({ permissions: { deny, allow: [...allow, 'Bash(git push:*)'] } }, null, 2)
  const calls = ['git push', 'tool-7 --option-7 x', 'npm test'].map((subject) => ({ tool: 'Bash', subject }))
  const page = await open(`#${await encode({ ...DEFAULTS, layers: [{ source: 'user', text }], calls })}`)
  await page.locator('#status').filter({ hasText: '1000 rules' }).waitFor()
  await verdict(page, 1, 'allow')
  await page.locator('.cm-content').click()
  await page.keyboard.press('Control+Home')
  const took = await medianOfTyping(page, 30)
  context.diagnostic(`${took.toFixed(1)} ms from a keystroke to the verdicts, at the median; a frame is 16 ms`)
  await shot(page, 'thousand')
  await page.close()
})

test('dark, and narrow', async () => {
  const page = await open()
  await page.emulateMedia({ colorScheme: 'dark' })
  await row(page, 1).locator('input').click()
  await page.locator('.cm-content .deciding.ask').waitFor()
  await shot(page, 'dark')
  await page.locator('#theme').click()
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(245, 246, 250)')
  await page.locator('#theme').click()
  await page.setViewportSize({ width: 390, height: 844 })
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  assert.ok(width <= 390, `${width} px wide`)
  await page.screenshot({ path: `${OUTPUT}/narrow.png`, fullPage: true })
  await page.close()
})

test('nothing left the page, and nothing failed in it', () => {
  assert.deepEqual(problems, [])
  assert.ok(requests.length > 0)
  assert.deepEqual(requests.filter((url) => !url.startsWith(site.url)), [])
})
