// What deciding in WebAssembly costs beside Rust's own time, on the workload of the Rust benches.
//
//     ../scripts/build-wasm && node bench.mjs
//
// Every figure is a median of several runs, in processor time.
import { execFileSync, spawnSync } from 'node:child_process'
import { Policy } from 'callgate-wasm'
import { nothing } from './pkg/callgate.js'

const RULES = 1_000
const COMMANDS = 1_000
const RUNS = 31

/** Builds a program of the benches, and runs it. */
const rust = (program, ...words) =>
  execFileSync(
    'cargo',
    ['run', '--quiet', '--release', '--package', 'callgate-benches', '--bin', program, '--', ...words.map(String)],
    { cwd: new URL('..', import.meta.url), encoding: 'utf8', maxBuffer: 1 << 28 },
  )

/** The median of the processor time that `run` takes, in nanoseconds: others may use the machine. */
function median(run, runs = RUNS) {
  const times = Array.from({ length: runs }, () => {
    const before = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(before)
    return (user + system) * 1_000
  })
  return times.sort((one, two) => one - two)[runs >> 1]
}

const print = (what, time, unit = 'ns') => console.log(`${what.padEnd(44)}${time.toFixed(unit === 'ns' ? 0 : 1).padStart(8)} ${unit}`)

/** Rust's time for one call: what more calls take longer, so that the start of the program drops out. */
function inRust(kind) {
  const program = new URL('../target/release/decide-often', import.meta.url).pathname
  const seconds = (calls) => {
    const words = ['-c', 'TIMEFORMAT=%U; time "$@" 2>&1', 'bash', program, kind, 'wild', String(RULES), String(calls)]
    return Number(spawnSync('bash', words, { encoding: 'utf8' }).stderr)
  }
  const [few, many] = [1_000, 1_001_000]
  const times = Array.from({ length: 7 }, () => seconds(many) - seconds(few)).sort((one, two) => one - two)
  return (times[3] / (many - few)) * 1e9
}

rust('decide-often', 'commands', 'wild', RULES, 1)
const { settings, commands } = JSON.parse(rust('print-workload', RULES, COMMANDS))
const policy = Policy.fromJson(settings, { profile: 'claude-code' })
const session = { cwd: '/home/dev/work', home: '/home/dev' }
const REPEATS = 20

/** The time of one call; the first rounds are for the engine to optimize. */
function each(work) {
  const round = () => {
    for (let repeat = 0; repeat < REPEATS; repeat++) commands.forEach(work)
  }
  for (let warm = 0; warm < 5; warm++) round()
  return median(round) / commands.length / REPEATS
}

const empty = each((command) => nothing(command))
print('an empty function that takes the command', empty)
for (const [what, kind, work] of [
  ['verdict', 'commands', (command) => policy.verdict('Bash', command)],
  ['verdict in a session', 'commands', (command) => policy.verdict('Bash', command, session)],
  ['check', 'commands', (command) => policy.check(command)],
  ['decide', 'commands', (command) => policy.decide({ tool: 'Bash', input: { command, timeout: 60_000 } })],
  ['check and why', 'explained', (command) => policy.check(command).toJSON()],
]) {
  const here = each(work)
  const there = inRust(kind)
  print(what, here)
  print('  in Rust', there)
  print('  times Rust, without the empty function', (here - empty) / there, '')
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
const loads = Array.from({ length: 7 }, () => {
  const options = { cwd: new URL('.', import.meta.url), encoding: 'utf8' }
  return Number(execFileSync(process.execPath, ['--input-type=module', '--eval', LOAD], options))
})
print('compile and instantiate the module', loads.sort((one, two) => one - two)[3], 'ms')
print(`compile a policy of ${RULES} rules`, median(() => Policy.fromJson(settings).free()) / 1e6, 'ms')
