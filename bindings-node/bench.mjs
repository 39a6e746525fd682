// What deciding from JavaScript costs beside Rust's own time, on the workload of the Rust benches.
//
//     npm run build -- --features bench && node bench.mjs
//
// Every figure is a median of many runs.
import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'

import { Policy } from 'callgate'
import { names } from './lib/platform.cjs'

const RULES = 1_000
const COMMANDS = 1_000
const SLICE = 20
const RUNS = 101

const native = createRequire(import.meta.url)(`./build/callgate.${names()[0]}.node`)

const program = ['run', '--quiet', '--package', 'callgate-benches', '--bin', 'print-workload', '--']
const printed = execFileSync('cargo', [...program, String(RULES), String(COMMANDS)], {
  cwd: new URL('.', import.meta.url),
  encoding: 'utf8',
  maxBuffer: 1 << 28,
})
const { settings, commands } = JSON.parse(printed)
const policy = Policy.fromJson(settings, { source: 'managed' })
const guard = new native.Policy(JSON.stringify([{ source: 'managed', text: settings }]), 'enforce').guard('{}')
const session = { cwd: '/home/dev/project', home: '/home/dev' }

/** Pieces of the workload that take less than a slice of the scheduler: others may use the machine. */
const slices = Array.from({ length: COMMANDS / SLICE }, (_, at) => commands.slice(at * SLICE, (at + 1) * SLICE))

/**
 * What each of `works` says of a slice: the median of several runs, on average, in nanoseconds a
 * command. They run in turns, so that all of them see the same machine.
 */
function medians(...works) {
  const sums = works.map(() => 0)
  for (const slice of slices) {
    const text = JSON.stringify(slice)
    const times = works.map(() => [])
    for (let run = 0; run < RUNS; run++) works.forEach((work, at) => times[at].push(work(slice, text)))
    times.forEach((runs, at) => (sums[at] += runs.sort((one, two) => one - two)[RUNS >> 1]))
  }
  return sums.map((seconds) => (seconds / commands.length) * 1e9)
}

/** The time of calling `work` with every command. */
const each = (work) => (slice) => {
  const start = process.hrtime.bigint()
  for (const command of slice) work(command)
  return Number(process.hrtime.bigint() - start) / 1e9
}

function print(what, nanoseconds) {
  console.log(`${what.padEnd(52)}${nanoseconds.toFixed(0).padStart(8)} ns`)
}

const nothing = each((command) => native.empty(command))
for (const [what, here, rust] of [
  ['verdict', (command) => policy.verdict('Bash', command), native.secondsOfVerdicts],
  ['verdict in a session', (command) => policy.verdict('Bash', command, session), native.secondsOfVerdicts],
  ['check', (command) => policy.check(command), native.secondsOfVerdicts],
  ['decide', (command) => policy.decide({ tool: 'Bash', input: { command, timeout: 60_000 } }), native.secondsOfVerdicts],
  ['check and why', (command) => policy.check(command).toJSON(), native.secondsOfDecisions],
]) {
  const [javascript, own, empty] = medians(each(here), (_, text) => rust(guard, text), nothing)
  print(`${what}, in JavaScript`, javascript)
  print(`${what}, in Rust`, own)
  print(`${what}, what the border adds`, javascript - own)
  print('  an empty function that takes the command', empty)
}

const calls = Array(100).fill(commands).flat().map((command) => ({ tool: 'Bash', input: { command } }))
const seconds = []
for (let run = 0; run < 7; run++) {
  const start = process.hrtime.bigint()
  await policy.decideMany(calls)
  seconds.push(Number(process.hrtime.bigint() - start) / 1e9)
}
const [typical] = seconds.sort((one, two) => one - two).slice(3)
console.log(`decideMany: ${Math.round(calls.length / typical).toLocaleString('en')} verdicts a second`)
