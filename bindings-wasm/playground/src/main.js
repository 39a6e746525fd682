// The page: one state, shown in full after every change.

import { Calls } from './calls.js'
import { SettingsEditor } from './editor.js'
import { Engine } from './engine.js'
import { EXAMPLES } from './examples.js'
import { Layers, named } from './layers.js'
import { DEFAULTS, decode, encode } from './state.js'
import { element, prose } from './dom.js'
import { explain } from './why.js'

const at = (id) => document.getElementById(id)

let state
/** The layer in the editor. */
let active = 0
/** What the engine said last. */
let answers = []
let findings = []

const engine = new Engine()
const editor = new SettingsEditor(at('editor'), { changed: typed, aboutRule })
const calls = new Calls(at('calls'), { changed: callsChanged, selected: select, added: addCall, removed: removeCall })
const layers = new Layers(at('layers'), at('add-layer'), { opened: openLayer, removed: removeLayer, added: addLayer })

// --- From the page to the state -------------------------------------------------------------------

function typed(text) {
  state.layers[active].text = text
  refresh()
}

function callsChanged() {
  state.calls = calls.calls
  refresh()
}

function select(index) {
  if (index === state.selected) return
  state.selected = index
  calls.select(index)
  showWhy(true)
  keep()
}

function addCall(index) {
  state.calls.splice(index, 0, { tool: state.calls[index - 1]?.tool ?? 'Bash', subject: '' })
  openCalls(index)
  calls.focus(index)
}

function removeCall(index) {
  state.calls.splice(index, 1)
  openCalls(Math.max(0, Math.min(state.selected, state.calls.length - 1)))
  if (state.calls.length > 0) calls.focus(state.selected)
  else at('add-call').focus()
}

function openCalls(selected) {
  state.selected = selected
  answers = []
  calls.open(state.calls)
  calls.select(selected)
  refresh()
}

function openLayer(index) {
  active = index
  editor.open(state.layers[index].text)
  showFindings()
  markDeciding(true)
}

function addLayer(source) {
  state.layers.push({ source, text: '{\n  "permissions": {\n    "deny": [],\n    "ask": [],\n    "allow": []\n  }\n}\n' })
  openLayer(state.layers.length - 1)
  refresh()
}

function removeLayer(index) {
  state.layers.splice(index, 1)
  openLayer(Math.max(0, index - 1))
  refresh()
}

// --- From the state to the page -------------------------------------------------------------------

/** Shows another state, from an example or a link. */
function open(given) {
  state = { ...DEFAULTS, ...structuredClone(given) }
  answers = []
  findings = []
  for (const control of ['profile', 'mode', 'cwd', 'home']) at(control).value = state[control]
  calls.open(state.calls)
  calls.select(state.selected)
  openLayer(0)
  refresh()
}

/** Decides everything anew. */
function refresh() {
  keep()
  const start = performance.now()
  const given = named(state.layers)
  const session = { cwd: state.cwd, home: state.home, ...(state.mode ? { mode: state.mode } : {}) }
  engine.decide({ layers: given, profile: state.profile, session, calls: state.calls }).then((answer) => {
    if (answer === undefined) return
    showAnswer(answer)
    const took = performance.now() - start
    performance.measure('decided', { start, duration: took })
    showStatus(answer, took)
  }, failed)
  engine.lint(given).then((answer) => {
    if (answer === undefined) return
    findings = answer.findings
    showFindings()
  }, failed)
}

function showAnswer({ decisions, refusal }) {
  const message = refusal && `No policy: ${refusal.message}`
  answers = decisions ?? state.calls.map(() => ({ error: message }))
  calls.show(answers)
  const count = (verdict) => answers.filter((answer) => answer.verdict === verdict).length
  at('tally').textContent = refusal
    ? 'the settings cannot be read'
    : `${count('deny')} denied · ${count('ask')} asked · ${count('allow')} allowed`
  showWhy(false)
}

function showWhy(reveal) {
  const call = state.calls[state.selected]
  explain(at('why'), call, call && answers[state.selected], goTo)
  if (reveal) revealLayer()
  markDeciding(reveal)
}

/** Opens the layer in which the deciding rule stands. */
function revealLayer() {
  const reason = answers[state.selected]?.reason
  const index = named(state.layers).findIndex(({ name }) => name === reason?.file)
  if (reason?.kind === 'rule' && index >= 0 && index !== active) openLayer(index)
}

function markDeciding(reveal) {
  const { reason, verdict } = answers[state.selected] ?? {}
  const here = reason?.kind === 'rule' && reason.file === named(state.layers)[active].name
  editor.mark(here ? { from: reason.span.start, to: reason.span.end, verdict } : null, reveal)
}

function goTo({ file, span }) {
  const index = named(state.layers).findIndex(({ name }) => name === file)
  if (index >= 0 && index !== active) openLayer(index)
  editor.focus(span.start)
}

function showFindings() {
  const own = findings.filter(({ file }) => file === named(state.layers)[active].name)
  editor.show(own)
  layers.show(state.layers, active, findings)
  const rows = own.map((finding) => {
    const { severity, message, span } = finding
    const row = element('button', { type: 'button', className: severity }, element('b', {}, severity), ' ', prose(message))
    row.addEventListener('click', () => editor.focus(span?.start ?? 0))
    return row
  })
  at('findings').replaceChildren(...rows)
}

function aboutRule({ value, list }) {
  const { name } = named(state.layers)[active]
  const decides = answers.filter(
    ({ reason }) => reason?.kind === 'rule' && reason.rule === value && reason.list === list && reason.file === name,
  ).length
  return `Here it decides ${decides} of ${answers.length} ${answers.length === 1 ? 'call' : 'calls'}.`
}

function showStatus({ rules, times, refusal }, took) {
  const milliseconds = (time) => `${time.toFixed(1)} ms`
  at('status').textContent = refusal
    ? 'No policy: settings that cannot be read are never taken for none'
    : `${rules} rules · compiled in ${milliseconds(times.compile)} · ${state.calls.length} calls decided in ${milliseconds(times.decide)} · on the page after ${milliseconds(took)}`
}

function failed(error) {
  answers = state.calls.map(() => ({ error: 'The engine has stopped. It starts again with the next change.' }))
  calls.show(answers)
  showWhy(false)
  notify(`${error.message}; change something to start it again`)
}

function notify(text) {
  at('notice').textContent = text
  at('notice').hidden = text === ''
}

// --- Links ----------------------------------------------------------------------------------------

let keeping
/** The fragment that this page wrote itself. */
let written = ''

function keep() {
  clearTimeout(keeping)
  keeping = setTimeout(async () => {
    written = `#${await encode(state)}`
    history.replaceState(null, '', written)
  }, 200)
}

async function share() {
  written = `#${await encode(state)}`
  history.replaceState(null, '', written)
  try {
    await navigator.clipboard.writeText(location.href)
    at('share').textContent = 'Copied'
  } catch {
    at('share').textContent = 'The link is in the address bar'
  }
  setTimeout(() => (at('share').textContent = 'Copy link'), 2_000)
}

async function openLink() {
  if (location.hash === written && state) return
  notify('')
  if (location.hash.length < 2) return open(EXAMPLES[0].state)
  try {
    open(await decode(location.hash.slice(1)))
    at('example').value = ''
  } catch {
    open(EXAMPLES[0].state)
    notify('This link cannot be read; here is an example instead.')
  }
}

// --- Controls -------------------------------------------------------------------------------------

for (const control of ['profile', 'mode', 'cwd', 'home']) {
  at(control).addEventListener('input', () => {
    state[control] = at(control).value
    refresh()
  })
}

at('example').append(
  element('option', { value: '', hidden: true }, 'Choose…'),
  ...EXAMPLES.map(({ name }, index) => element('option', { value: String(index) }, name)),
)
at('example').value = '0'
at('example').addEventListener('change', () => open(EXAMPLES[Number(at('example').value)].state))
// No link: the fragment of the page is its state.
at('skip').addEventListener('click', () => calls.focus(state.selected))
at('add-call').addEventListener('click', () => addCall(state.calls.length))
at('share').addEventListener('click', share)
at('theme').addEventListener('click', () => {
  const { dataset } = document.documentElement
  const dark = dataset.theme ? dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
  dataset.theme = dark ? 'light' : 'dark'
})
window.addEventListener('hashchange', openLink)

await openLink()
