// A gateway for the Messages API that keeps denied tool calls from the agent.
//
// A `tool_use` block that the policy denies is answered in its place: the agent gets a text block that
// says why, has nothing to run, and the model reads it in its next turn. What the policy would ask
// about is passed on, since it is the agent's client that has a person to ask.
//
//     node gateway.mjs settings.json    # and for the agent ANTHROPIC_BASE_URL=http://127.0.0.1:8787
import { serve } from '@hono/node-server'
import { Policy } from 'callgate'
import { Hono } from 'hono'
import { pathToFileURL } from 'node:url'

import { guardMessage, guardStream } from './guard.mjs'

/** Headers that are about one connection, or about bytes that change on the way. */
const OWN_HEADERS = ['accept-encoding', 'connection', 'content-encoding', 'content-length', 'host']

/**
 * The gateway in front of the API at `upstream`. `decide` says what the policy thinks of a call.
 */
export function gateway(upstream, decide) {
  return new Hono().all('*', async ({ req }) => {
    const { pathname, search } = new URL(req.url)
    const { method, body } = req.raw
    const headers = passed(req.raw.headers)
    const answer = await fetch(upstream + pathname + search, { method, headers, body, duplex: 'half' })
    const received = { status: answer.status, headers: passed(answer.headers) }
    const type = answer.headers.get('content-type') ?? ''
    if (type.startsWith('text/event-stream')) {
      return new Response(answer.body.pipeThrough(guardStream(decide)), received)
    }
    if (type.startsWith('application/json')) {
      return Response.json(guardMessage(await answer.json(), decide), received)
    }
    return new Response(answer.body, received)
  })
}

function passed(headers) {
  const kept = new Headers(headers)
  for (const name of OWN_HEADERS) kept.delete(name)
  return kept
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const policy = Policy.fromFiles([{ source: 'managed', path: process.argv[2] }])
  const session = { cwd: process.cwd(), home: process.env.HOME }
  const app = gateway('https://api.anthropic.com', (call) => policy.decide(call, session))
  serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 8787 })
}
