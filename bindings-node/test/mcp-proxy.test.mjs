import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, beforeEach, test } from 'node:test'
import { randomUUID } from 'node:crypto'

import { serve } from '@hono/node-server'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { Policy } from 'callgate'
import { Hono } from 'hono'
import { z } from 'zod'

import { proxy } from '../examples/mcp-proxy/proxy.mjs'

const settings = {
  permissions: {
    allow: ['mcp__issues__get', 'mcp__issues__close'],
    deny: ['mcp__issues__delete', 'mcp__issues__close(force:true)'],
  },
}
const policy = Policy.fromLayers([{ source: 'managed', settings }])

/** The calls that reached the server. */
let calls = []

/** A server of issues, as one writes it with the SDK. */
function issues() {
  const server = new McpServer({ name: 'issues', version: '1.0.0' })
  for (const name of ['get', 'close', 'delete', 'rename']) {
    const inputSchema = { number: z.number(), force: z.boolean().optional() }
    server.registerTool(name, { description: `${name} an issue`, inputSchema }, (input) => {
      calls.push({ name, ...input })
      return { content: [{ type: 'text', text: `${name} ${input.number}` }] }
    })
  }
  server.registerResource('readme', 'issues://readme', {}, (uri) => ({
    contents: [{ uri: uri.href, text: 'read me' }],
  }))
  return server
}

/** The server over HTTP, with a session for each client. */
function upstream() {
  const sessions = new Map()
  return new Hono().all('/mcp', async ({ req }) => {
    const known = sessions.get(req.header('mcp-session-id'))
    if (known) return known.handleRequest(req.raw)
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => sessions.set(id, transport),
    })
    await issues().connect(transport)
    return transport.handleRequest(req.raw)
  })
}

const servers = []
const clients = []
let server
let url

async function listen(app) {
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 })
  servers.push(server)
  await once(server, 'listening')
  return `http://127.0.0.1:${server.address().port}/mcp`
}

before(async () => {
  server = await listen(upstream())
  url = await listen(proxy(server, policy.guardMcp('issues', { type: 'http', url: server })))
})

beforeEach(() => (calls = []))

after(async () => {
  await Promise.all(clients.map((client) => client.close()))
  for (const server of servers) {
    server.close()
    server.closeAllConnections()
  }
})

/** A client behind the proxy; `answer` is what its person says to questions. */
async function connect(answer) {
  const capabilities = answer === undefined ? {} : { elicitation: {} }
  const client = new Client({ name: 'test', version: '1.0.0' }, { capabilities })
  if (answer !== undefined) client.setRequestHandler(ElicitRequestSchema, answer)
  await client.connect(new StreamableHTTPClientTransport(new URL(url)))
  clients.push(client)
  return client
}

const text = ({ content }) => content.map(({ text }) => text).join()

test('denied tools are not listed', async () => {
  const client = await connect()
  const { tools } = await client.listTools()
  assert.deepEqual(tools.map(({ name }) => name), ['get', 'close', 'rename'])
  assert.equal(tools[0].description, 'get an issue')
})

test('an allowed call reaches the server, and its answer the client', async () => {
  const client = await connect()
  const result = await client.callTool({ name: 'get', arguments: { number: 7 } })
  assert.deepEqual([text(result), result.isError ?? false], ['get 7', false])
  assert.deepEqual(calls, [{ name: 'get', number: 7 }])
})

test('a denied call does not, and the client reads why', async () => {
  const client = await connect(() => ({ action: 'accept', content: {} }))
  for (const [name, force] of [['delete', false], ['close', true]]) {
    const result = await client.callTool({ name, arguments: { number: 7, force } })
    assert.equal(result.isError, true)
    assert.match(text(result), /refused by policy: .*deny rule/)
  }
  assert.deepEqual(calls, [])
  await client.callTool({ name: 'close', arguments: { number: 7 } })
  assert.deepEqual(calls, [{ name: 'close', number: 7 }])
})

test('what the policy asks about is refused where nobody can be asked', async () => {
  const client = await connect()
  const result = await client.callTool({ name: 'rename', arguments: { number: 7 } })
  assert.equal(result.isError, true)
  assert.deepEqual(calls, [])
})

test('the person who is asked decides', async () => {
  const questions = []
  let action = 'decline'
  const client = await connect(({ params }) => {
    questions.push(params.message)
    return { action, content: {} }
  })
  const rename = () => client.callTool({ name: 'rename', arguments: { number: 7 } })
  assert.equal((await rename()).isError, true)
  assert.deepEqual(calls, [])
  action = 'accept'
  assert.equal(text(await rename()), 'rename 7')
  assert.deepEqual(calls, [{ name: 'rename', number: 7 }])
  assert.match(questions[0], /^Call rename with \{"number":7\}\?/)
})

test('everything else goes through', async () => {
  const client = await connect()
  const { contents } = await client.readResource({ uri: 'issues://readme' })
  assert.equal(contents[0].text, 'read me')
  await client.ping()
  await assert.rejects(client.getPrompt({ name: 'none' }))
})

test('calls that are no requests of the SDK are guarded as well', async () => {
  const client = await connect()
  const headers = {
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    'mcp-session-id': client.transport.sessionId,
  }
  const params = { name: 'delete', arguments: { number: 1 } }
  for (const message of [
    { jsonrpc: '2.0', method: 'tools/call', params },
    [{ jsonrpc: '2.0', id: 'a', method: 'tools/call', params }],
    { jsonrpc: '2.0', id: 'b', method: 'tools/call', params: { ...params, name: ['delete'] } },
    { jsonrpc: '2.0', id: 'c', method: 'tools/call', params: { ...params, arguments: [] } },
  ]) {
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(message) })
    await answer.text()
  }
  assert.deepEqual(calls, [])
  await client.callTool({ name: 'get', arguments: { number: 2 } })
  assert.deepEqual(calls, [{ name: 'get', number: 2 }])
})

test('strangers are turned away', async () => {
  assert.equal((await fetch(url, { headers: { origin: 'https://evil.example' } })).status, 403)
  assert.equal((await fetch(url, { headers: { 'mcp-session-id': 'guessed' } })).status, 404)
})

test('there is no proxy for a server that the settings block', () => {
  const settings = { deniedMcpServers: [{ serverUrl: 'http://127.0.0.1:*/*' }] }
  const guard = Policy.fromLayers([{ source: 'managed', settings }]).guardMcp('issues', { type: 'http', url: server })
  assert.throws(() => proxy(server, guard), /deniedMcpServers/)
})
