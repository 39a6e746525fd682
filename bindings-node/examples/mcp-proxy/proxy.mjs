// An MCP proxy that guards one server: tools that the policy denies are not listed, calls that it
// denies do not reach the server, and what it would ask about is asked of the person at the client.
//
//     node proxy.mjs settings.json issues https://issues.example/mcp
//
// The agent connects to http://127.0.0.1:8788/mcp instead.
import { serve } from '@hono/node-server'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { Policy } from 'callgate'
import { Hono } from 'hono'
import { randomUUID } from 'node:crypto'
import { pathToFileURL } from 'node:url'

import { connect } from './connect.mjs'

/** A proxy in front of the server at `url`, which `guard` is for. */
export function proxy(url, guard, session) {
  const { taken, message } = guard.server
  if (!taken) throw new Error(message)
  const agents = new Map()
  return new Hono().all('/mcp', async ({ req }) => {
    // Agents are no web pages: a page that found this address must not use it.
    if (req.header('origin')) return new Response('not for browsers', { status: 403 })
    const id = req.header('mcp-session-id')
    if (id !== undefined && !agents.has(id)) return new Response('no such session', { status: 404 })
    const agent = agents.get(id) ?? (await start())
    return agent.handleRequest(req.raw)
  })

  /** A session of its own on both sides. */
  async function start() {
    const agent = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => agents.set(id, agent),
      onsessionclosed: (id) => agents.delete(id),
    })
    await connect(agent, new StreamableHTTPClientTransport(new URL(url)), guard, session)
    return agent
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [settings, name, url] = process.argv.slice(2)
  const policy = Policy.fromFiles([{ source: 'managed', path: settings }])
  const guard = policy.guardMcp(name, { type: 'http', url }, { variables: process.env })
  const app = proxy(url, guard, { cwd: process.cwd(), home: process.env.HOME })
  serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 8788 })
}
