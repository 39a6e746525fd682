// Connects an agent with an MCP server, message by message, with a guard in between.
import { randomUUID } from 'node:crypto'

/** Starts both transports. Every message goes through, but for what the guard has a say in. */
export async function connect(agent, server, guard, session) {
  const asker = new Asker(agent)
  /** The requests for lists of tools that are on their way. */
  const lists = new Set()

  agent.onmessage = async (message) => {
    if (asker.takes(message)) return
    if (message.method === 'tools/list') lists.add(message.id)
    if (message.method === 'tools/call') {
      const reason = await refusal(message)
      if (reason !== undefined) return answer(message, { result: refused(reason) })
    }
    try {
      await server.send(message)
    } catch (error) {
      await answer(message, { error: { code: -32000, message: error.message } })
    }
  }

  server.onmessage = (message) => {
    if (message.result?.protocolVersion) server.setProtocolVersion(message.result.protocolVersion)
    if (lists.delete(message.id) && message.result) {
      message.result.tools = guard.filter(message.result.tools, session)
    }
    return agent.send(message)
  }

  agent.onclose = () => server.close()
  server.onclose = () => agent.close()
  await server.start()
  await agent.start()

  /** Why a call must not reach the server; nothing if it may. */
  async function refusal(call) {
    try {
      const { verdict, message } = guard.decide(call, session)
      if (verdict === 'allow') return undefined
      const allowed = verdict === 'ask' && (await asker.ask(call, message))
      return allowed ? undefined : message
    } catch (error) {
      // What cannot be judged is not passed on.
      return error.message
    }
  }

  /** Answers a request; to a notification there is no answer. */
  async function answer({ id }, content) {
    if (id !== undefined) await agent.send({ jsonrpc: '2.0', id, ...content })
  }
}

/** The result of a call that was not made, for the model to read. */
const refused = (reason) => ({
  isError: true,
  content: [{ type: 'text', text: `The call was refused by policy: ${reason}` }],
})

/** Asks the person at the client, if the client can do that. */
class Asker {
  #agent
  #able = false
  #questions = new Map()

  constructor(agent) {
    this.#agent = agent
  }

  /** Is this message for us: the answer to a question? Also learns what the client can do. */
  takes(message) {
    if (message.method === 'initialize') {
      this.#able = message.params?.capabilities?.elicitation !== undefined
    }
    const answered = message.method === undefined && this.#questions.get(message.id)
    if (!answered) return false
    this.#questions.delete(message.id)
    answered(message.result?.action === 'accept')
    return true
  }

  /** Does the person allow the call? */
  async ask({ id: relatedRequestId, params }, reason) {
    if (!this.#able) return false
    const id = `callgate-${randomUUID()}`
    const message = `Call ${params.name} with ${JSON.stringify(params.arguments ?? {})}? ${reason}`
    const requestedSchema = { type: 'object', properties: {} }
    const answer = new Promise((resolve) => this.#questions.set(id, resolve))
    const request = { jsonrpc: '2.0', id, method: 'elicitation/create', params: { message, requestedSchema } }
    await this.#agent.send(request, { relatedRequestId })
    return answer
  }
}
