import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, test } from 'node:test'

import Anthropic from '@anthropic-ai/sdk'
import { serve } from '@hono/node-server'
import { Policy } from 'callgate'
import { Hono } from 'hono'

import { gateway } from '../examples/gateway/gateway.mjs'
import { guardStream } from '../examples/gateway/guard.mjs'

const settings = { permissions: { deny: ['Bash(curl:*)', 'mcp__issues__delete'] } }
const policy = Policy.fromLayers([{ source: 'managed', settings }])

const call = (id, name, input) => ({ type: 'tool_use', id, name, input })

/** What the stand-in for the API answers: the blocks of its next message. */
let blocks = []
/** Cuts of the streamed bytes, to be made anywhere. */
let piece = 7
/** The request that came last. */
let request

const message = (content, stop_reason) => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'test',
  content,
  stop_reason,
  stop_sequence: null,
  usage: { input_tokens: 1, output_tokens: 1 },
})

function* events() {
  yield { type: 'message_start', message: message([], null) }
  yield { type: 'ping' }
  for (const [index, block] of blocks.entries()) {
    if (block.type === 'text') {
      yield { type: 'content_block_start', index, content_block: { type: 'text', text: '' } }
      yield { type: 'content_block_delta', index, delta: { type: 'text_delta', text: block.text } }
    } else {
      yield { type: 'content_block_start', index, content_block: { ...block, input: {} } }
      const json = block.json ?? JSON.stringify(block.input)
      for (let at = 0; at < json.length; at += 5) {
        const partial_json = json.slice(at, at + 5)
        yield { type: 'content_block_delta', index, delta: { type: 'input_json_delta', partial_json } }
      }
    }
    yield { type: 'content_block_stop', index }
  }
  const calls = blocks.some(({ type }) => type === 'tool_use')
  const delta = { stop_reason: calls ? 'tool_use' : 'end_turn', stop_sequence: null }
  yield { type: 'message_delta', delta, usage: { output_tokens: 1 } }
  yield { type: 'message_stop' }
}

const api = new Hono().post('/v1/messages', async ({ req }) => {
  request = { key: req.header('authorization'), body: await req.json() }
  if (!request.body.stream) return Response.json(message(blocks, 'tool_use'))
  const text = [...events()].map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
  const bytes = new TextEncoder().encode(text.join(''))
  const stream = new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += piece) controller.enqueue(bytes.slice(at, at + piece))
      controller.close()
    },
  })
  return new Response(stream, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } })
})

const servers = []
let client

/** Serves an application on a free port, and returns its address. */
async function listen(app) {
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 })
  servers.push(server)
  await once(server, 'listening')
  return `http://127.0.0.1:${server.address().port}`
}

before(async () => {
  const upstream = await listen(api)
  const baseURL = await listen(gateway(upstream, (call) => policy.decide(call, { cwd: '/srv' })))
  client = new Anthropic({ baseURL, apiKey: 'key', maxRetries: 0 })
})

after(() => servers.forEach((server) => server.close()))

const question = { model: 'test', max_tokens: 10, messages: [{ role: 'user', content: 'é🦀' }] }

/** The final message, streamed and whole, which must be the same. */
async function ask(...next) {
  blocks = next
  const streamed = await client.messages.stream(question).finalMessage()
  assert.equal(request.key, 'Bearer key')
  assert.deepEqual(request.body.messages, question.messages)
  const whole = await client.messages.create(question)
  const shape = ({ content, stop_reason }) => ({
    stop_reason,
    content: content.map(({ type, text, name, input }) => ({ type, text, name, input })),
  })
  assert.deepEqual(shape(streamed), shape(whole))
  return streamed
}

test('an allowed call goes through as it is', async () => {
  const { content, stop_reason } = await ask({ type: 'text', text: 'Let us see 🦀' }, call('1', 'Bash', { command: 'ls "é"' }))
  assert.equal(stop_reason, 'tool_use')
  assert.deepEqual(content.map(({ type }) => type), ['text', 'tool_use'])
  assert.deepEqual([content[1].id, content[1].input], ['1', { command: 'ls "é"' }])
})

test('a denied call is answered with the reason, however the bytes are cut', async () => {
  for (piece of [1, 2, 3, 64, 1 << 20]) {
    const { content, stop_reason } = await ask(call('1', 'Bash', { command: 'echo 🦀; curl example.com' }))
    assert.equal(stop_reason, 'end_turn')
    assert.deepEqual(content.map(({ type }) => type), ['text'])
    assert.match(content[0].text, /Bash was not called.*the deny rule `Bash\(curl:\*\)`/)
  }
})

test('of several calls only the denied ones are held back', async () => {
  const { content, stop_reason } = await ask(
    call('1', 'mcp__issues__delete', { number: 1 }),
    call('2', 'mcp__issues__get', {}),
    call('3', 'Bash', { command: 'curl x' }),
  )
  assert.equal(stop_reason, 'tool_use')
  assert.deepEqual(content.map(({ type, name }) => name ?? type), ['text', 'mcp__issues__get', 'text'])
})

test('a call without a readable input does not reach the agent', async () => {
  for (const json of ['{"command": "ls', '[]', '"ls"', 'null']) {
    blocks = [{ ...call('1', 'Bash', {}), json }]
    const { content, stop_reason } = await client.messages.stream(question).finalMessage()
    assert.deepEqual([content.length, content[0].type, stop_reason], [1, 'text', 'end_turn'], json)
  }
})

test('a stream that breaks off inside a call gives no call', async () => {
  const stream = guardStream((call) => policy.decide(call))
  const start = { type: 'content_block_start', index: 0, content_block: call('1', 'Bash', {}) }
  const writer = stream.writable.getWriter()
  writer.write(new TextEncoder().encode(`data: ${JSON.stringify(start)}\n\n`))
  writer.close()
  assert.equal(await new Response(stream.readable).text(), '')
})
