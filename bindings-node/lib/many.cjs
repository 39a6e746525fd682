'use strict'

const { availableParallelism } = require('node:os')
const arguments_ = require('./arguments.cjs')
const { translate } = require('./error.cjs')

/** @import { Guard, Rulings } from './native.cjs' */

/** How many calls, or units of text, go to the pool at once: a few milliseconds of work. */
const MOST_CALLS = 2048
const MOST_TEXT = 1 << 20

/**
 * Decides calls on the threads of the pool. The calls are read on this thread, a chunk at a time.
 *
 * @param {Guard} guard
 * @param {unknown} calls
 */
async function decideMany(guard, calls) {
  if (!isIterable(calls)) throw arguments_.wrongType('calls', 'an iterable of calls', calls)
  const lanes = availableParallelism()
  /** @type {Promise<Rulings>[]} */
  const chunks = []
  for (const chunk of chunked(calls)) {
    const before = chunks[chunks.length - lanes]
    if (before !== undefined) await settled(before)
    const decided = guard.decideMany(chunk)
    // Should it fail while another one is waited for: all of them are, in the end.
    decided.catch(() => {})
    chunks.push(decided)
  }
  return joined(await settled(Promise.all(chunks)))
}

/**
 * @param {unknown} value
 * @returns {value is Iterable<unknown>}
 */
function isIterable(value) {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}

/**
 * The JSON of lists of calls.
 *
 * @param {Iterable<unknown>} calls
 * @returns {Generator<string>}
 */
function* chunked(calls) {
  /** @type {string[]} */
  let chunk = []
  let length = 0
  let number = 0
  for (const call of calls) {
    const text = written(call, number++)
    chunk.push(text)
    length += text.length
    if (chunk.length >= MOST_CALLS || length >= MOST_TEXT) {
      yield `[${chunk.join()}]`
      chunk = []
      length = 0
    }
  }
  if (chunk.length > 0) yield `[${chunk.join()}]`
}

/**
 * The JSON of a call.
 *
 * @param {unknown} call
 * @param {number} number
 */
function written(call, number) {
  const what = `call ${number}`
  const { tool, input } = arguments_.call(call, what)
  const name = JSON.stringify(tool)
  if (input === undefined) return `{"tool":${name}}`
  return `{"tool":${name},"input":${arguments_.json(input, `the input of ${what}`)}}`
}

/**
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
async function settled(promise) {
  try {
    return await promise
  } catch (thrown) {
    throw translate(thrown)
  }
}

/** @param {Rulings[]} chunks */
function joined(chunks) {
  const length = chunks.reduce((sum, chunk) => sum + chunk.verdicts.length, 0)
  const verdicts = new Uint8Array(length)
  const rules = new Int32Array(length)
  let at = 0
  for (const chunk of chunks) {
    verdicts.set(chunk.verdicts, at)
    rules.set(chunk.rules, at)
    at += chunk.verdicts.length
  }
  return { verdicts, rules }
}

module.exports = { decideMany }
