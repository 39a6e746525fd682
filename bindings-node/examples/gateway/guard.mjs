// Takes denied tool calls out of answers of the Messages API, whole or streamed.

/** Why a tool call must not reach the agent; nothing if it may. */
function refusal(decide, tool, input) {
  try {
    const { verdict, message } = decide({ tool, input })
    return verdict === 'deny' ? `[${tool} was not called. Policy: ${message}]` : undefined
  } catch (error) {
    // What cannot be judged is not passed on.
    return `[${tool} was not called. ${error.message}]`
  }
}

/** A message without its denied tool calls. */
export function guardMessage(message, decide) {
  if (!Array.isArray(message?.content)) return message
  const content = message.content.map((block) => {
    const text = block.type === 'tool_use' && refusal(decide, block.name, block.input)
    return text ? { type: 'text', text } : block
  })
  const left = content.some(({ type }) => type === 'tool_use')
  return { ...message, content, stop_reason: ending(message.stop_reason, left) }
}

/** Without tool calls the agent has nothing to go on with: it is its turn to say so. */
const ending = (reason, left) => (reason === 'tool_use' && !left ? 'end_turn' : reason)

/** The same for a stream of server-sent events, in bytes. */
export function guardStream(decide) {
  const decoder = new TextDecoder()
  const encoder = new TextEncoder()
  const guard = new BlockGuard(decide)
  let rest = ''
  return new TransformStream({
    transform(chunk, controller) {
      const events = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n\r?\n/)
      rest = events.pop()
      for (const event of events.flatMap(read).flatMap((event) => guard.pass(event))) {
        controller.enqueue(encoder.encode(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`))
      }
    },
  })
}

/** The object that an event carries, if it carries one. */
function read(text) {
  const lines = text.split(/\r?\n/).filter((line) => line.startsWith('data:'))
  return lines.length === 0 ? [] : [JSON.parse(lines.map((line) => line.slice(5)).join('\n'))]
}

/** Holds the events of each tool call back until its input is complete. */
class BlockGuard {
  /** By the index of the block. */
  #held = new Map()
  #left = false

  constructor(decide) {
    this.decide = decide
  }

  /** The events to pass on now that `event` is here. */
  pass(event) {
    const block = this.#held.get(event.index)
    if (event.type === 'content_block_start' && event.content_block.type === 'tool_use') {
      this.#held.set(event.index, [event])
      return []
    }
    if (event.type === 'content_block_delta' && block) {
      block.push(event)
      return []
    }
    if (event.type === 'content_block_stop' && block) {
      this.#held.delete(event.index)
      return [...this.#judge(block), event]
    }
    if (event.type === 'message_delta') {
      const stop_reason = ending(event.delta.stop_reason, this.#left)
      return [{ ...event, delta: { ...event.delta, stop_reason } }]
    }
    return [event]
  }

  #judge(events) {
    const [{ index, content_block: call }, ...deltas] = events
    const text = refusal(this.decide, call.name, input(call, deltas))
    if (text === undefined) {
      this.#left = true
      return events
    }
    return [
      { type: 'content_block_start', index, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index, delta: { type: 'text_delta', text } },
    ]
  }
}

/** The input of a call, which comes as pieces of JSON. One that is broken is none, and is refused. */
function input(call, deltas) {
  const json = deltas.map(({ delta }) => delta.partial_json ?? '').join('')
  try {
    return json === '' ? call.input : JSON.parse(json)
  } catch {
    return null
  }
}
