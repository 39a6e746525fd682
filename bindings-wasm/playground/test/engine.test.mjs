// The page's end of the worker: only the newest request counts, and a worker that ends is an error.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Engine, Stopped } from '../src/engine.js'

/** A worker that answers when it is told to. */
function scripted() {
  const workers = []
  const start = () => {
    const worker = { sent: [], ended: false }
    worker.postMessage = (message) => worker.sent.push(message)
    worker.terminate = () => (worker.ended = true)
    worker.answer = () => worker.onmessage({ data: { id: worker.sent.at(-1).id, to: worker.sent.at(-1) } })
    workers.push(worker)
    return worker
  }
  return { engine: new Engine(start), workers }
}

test('a request that a newer one overtakes gets nothing', async () => {
  const { engine, workers } = scripted()
  const asked = [1, 2, 3].map((number) => engine.decide({ calls: number }))
  assert.equal(await asked[1], undefined)
  workers[0].answer()
  assert.equal((await asked[0]).to.calls, 1)
  workers[0].answer()
  assert.equal((await asked[2]).to.calls, 3)
  assert.equal(workers.length, 1)
})

test('decisions go before findings', async () => {
  const { engine, workers } = scripted()
  const asked = [engine.lint([1]), engine.lint([2]), engine.decide({})]
  workers[0].answer()
  assert.equal((await asked[0]).to.lint, true)
  assert.equal(workers[0].sent.at(-1).lint, false)
  workers[0].answer()
  await asked[2]
  workers[0].answer()
  assert.deepEqual((await asked[1]).to.layers, [2])
})

test('whoever waits for a worker that is closed hears of it', async () => {
  const { engine, workers } = scripted()
  const asked = [engine.decide({}), engine.decide({}), engine.lint([])]
  engine.stop()
  for (const request of asked) await assert.rejects(request, Stopped)
  assert.ok(workers[0].ended)
})

test('a worker that fails is replaced by the next request', async () => {
  const { engine, workers } = scripted()
  const failed = engine.decide({})
  workers[0].onerror({})
  await assert.rejects(failed, Stopped)
  const asked = engine.decide({ calls: 7 })
  workers[1].answer()
  assert.equal((await asked).to.calls, 7)
})
