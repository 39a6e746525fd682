// What deciding in WebAssembly costs beside Rust's own time, on the workload of the Rust benches.
//
//     ../scripts/build-wasm && node bench.mjs
//
// Every figure is a median of several runs, in processor time. Machines change their speed within a
// second: what is compared is measured in turns.
import { execFileSync, spawnSync } from 'node:child_process'
import { Policy } from 'callgate-wasm'
import { nothing } from './pkg/callgate.js'

const RULES = 1_000
const COMMANDS = 1_000
const TURNS = 15

/** Builds a program of the benches, and runs it. */
const rust = (program, ...words) =>
  execFileSync(
    'cargo',
    ['run', '--quiet', '--release', '--package', 'callgate-benches', '--bin', program, '--', ...words.map(String)],
    { cwd: new URL('..', import.meta.url), encoding: 'utf8', maxBuffer: 1 << 28 },
  )

/** The processor time that `run` takes, in nanoseconds: others may use the machine. */
function timed(run) {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) * 1_000
}

const median = (values) => values.toSorted((one, two) => one - two)[values.length >> 1]

const times = (count, one) => Array.from({ length: count }, one)

const print = (what, time, unit = 'ns') => console.log(`${what.padEnd(44)}${time.toFixed(unit === 'ns' ? 0 : 1).padStart(8)} ${unit}`)

/** Rust's time for one call: what more calls take longer, so that the start of the program drops out. */
function inRust(kind) {
  const program = new URL('../target/release/decide-often', import.meta.url).pathname
  const seconds = (calls) => {
    const words = ['-c', 'TIMEFORMAT=%U; time "$@" 2>&1', 'bash', program, kind, 'wild', String(RULES), String(calls)]
    return Number(spawnSync('bash', words, { encoding: 'utf8' }).stderr)
  }
  const [few, many] = [1_000, 301_000]
  return ((seconds(many) - seconds(few)) / (many - few)) * 1e9
}

rust('decide-often', 'commands', 'wild', RULES, 1)
const { settings, commands } = JSON.parse(rust('print-workload', RULES, COMMANDS))
const policy = Policy.fromJson(settings, { profile: 'claude-code' })
const session = { cwd: '/home/dev/work', home: '/home/dev' }
const REPEATS = 100

/** The time of one call. */
const each = (work, repeats = REPEATS) =>
  timed(() => {
    for (let repeat = 0; repeat < repeats; repeat++) commands.forEach(work)
  }) /
  commands.length /
  repeats

for (const [what, kind, work] of [
  ['verdict', 'commands', (command) => policy.verdict('Bash', command)],
  ['verdict in a session', 'commands', (command) => policy.verdict('Bash', command, session)],
  ['check', 'commands', (command) => policy.check(command)],
  ['decide', 'commands', (command) => policy.decide({ tool: 'Bash', input: { command, timeout: 60_000 } })],
  ['check and why', 'explained', (command) => policy.check(command).toJSON()],
]) {
  // For the engine to optimize.
  each(work)
  each(nothing)
  const turns = times(TURNS, () => {
    const turn = { here: each(work), empty: each(nothing), there: inRust(kind) }
    return { ...turn, ratio: (turn.here - turn.empty) / turn.there }
  })
  const middle = (name) => median(turns.map((turn) => turn[name]))
  print(what, middle('here'))
  print('  an empty function that takes the command', middle('empty'))
  print('  in Rust', middle('there'))
  print('  times Rust, without the empty function', middle('ratio'), '')
}

/** In a new process each time: V8 keeps what it has compiled. */
const LOAD = `
  import { readFileSync } from 'node:fs'
  import { initSync } from './pkg/callgate.js'
  const module = readFileSync('pkg/callgate_bg.wasm')
  const start = performance.now()
  initSync({ module })
  console.log(performance.now() - start)
`
const loads = times(7, () => {
  const options = { cwd: new URL('.', import.meta.url), encoding: 'utf8' }
  return Number(execFileSync(process.execPath, ['--input-type=module', '--eval', LOAD], options))
})
print('compile and instantiate the module', median(loads), 'ms')
print(`compile a policy of ${RULES} rules`, median(times(31, () => timed(() => Policy.fromJson(settings).free()))) / 1e6, 'ms')
