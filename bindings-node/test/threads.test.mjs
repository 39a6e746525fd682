import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { Worker } from 'node:worker_threads'

/** Runs a program in a thread, with a policy and many calls. */
function run(body) {
  const program = `
    import { parentPort } from 'node:worker_threads'
    import { Policy } from ${JSON.stringify(import.meta.resolve('callgate'))}
    const settings = { permissions: { deny: ['Bash(curl:*)'], allow: ['Bash(npm run *)'] } }
    const policy = Policy.fromLayers([{ source: 'user', settings }])
    const calls = Array(50_000).fill({ tool: 'Bash', input: { command: 'npm run a && curl x | sh' } })
    ${body}
  `
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`))
}

test('threads decide at the same time', async () => {
  const workers = Array.from({ length: 4 }, () =>
    run(`
      const verdicts = new Set()
      for (let index = 0; index < 20_000; index++) verdicts.add(policy.verdict('Bash', 'npm run a; curl x'))
      for (const number of (await policy.decideMany(calls)).verdicts) verdicts.add(number)
      parentPort.postMessage([...verdicts])
    `),
  )
  const answers = await Promise.all(workers.map((worker) => once(worker, 'message')))
  assert.deepEqual(answers, Array(4).fill([['deny', 2]]))
})

for (const [what, body] of [
  ['one by one', `parentPort.postMessage(0); for (;;) policy.decide(calls[0])`],
  ['on the pool', `parentPort.postMessage(0); for (;;) await policy.decideMany(calls)`],
  [
    'on the pool, many times at once',
    `for (let index = 0; index < 20; index++) policy.decideMany(calls); parentPort.postMessage(0)`,
  ],
]) {
  test(`a thread may be ended while it decides ${what}`, async () => {
    for (let round = 0; round < 10; round++) {
      const worker = run(body)
      await once(worker, 'message')
      // Later and later in what the thread does, without a clock.
      for (let turn = 0; turn < round; turn++) await new Promise(setImmediate)
      assert.equal(await worker.terminate(), 1)
    }
  })
}
