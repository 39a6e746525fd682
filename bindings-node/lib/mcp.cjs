'use strict'

const arguments_ = require('./arguments.cjs')
const { attempt } = require('./error.cjs')
const { written } = require('./session.cjs')

/** @import { McpDecision, ServerDecision, Session } from '../types' */

/**
 * What stands between an agent and one MCP server. What users see of it stands in `index.d.cts`.
 */
class McpGuard {
  #guard

  /** @param {import('./native.cjs').McpGuard} guard */
  constructor(guard) {
    this.#guard = guard
  }

  /** @returns {ServerDecision} */
  get server() {
    return JSON.parse(this.#guard.server())
  }

  /** @param {unknown} request @param {Session} [session] @returns {McpDecision} */
  decide(request, session) {
    const text = typeof request === 'string' ? request : arguments_.json(request, 'request')
    const json = arguments_.text(text, 'request')
    return JSON.parse(attempt(() => this.#guard.decide(json, written(session))))
  }

  /** @param {unknown} tool @param {Session} [session] */
  offers(tool, session) {
    const name = arguments_.text(tool, 'tool')
    return attempt(() => this.#guard.offers(name, written(session)))
  }

  /**
   * @template {{ name: string }} T
   * @param {readonly T[]} tools
   * @param {Session} [session]
   */
  filter(tools, session) {
    if (!Array.isArray(tools)) throw arguments_.wrongType('tools', 'an array', tools)
    return tools.filter((tool) => {
      const { name } = /** @type {{ name?: unknown }} */ (arguments_.object(tool, 'a tool'))
      return this.offers(name, session)
    })
  }
}

module.exports = { McpGuard }
