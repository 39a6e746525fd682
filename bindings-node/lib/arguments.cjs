'use strict'

const { refuse } = require('./error.cjs')

/**
 * The longest text that is taken, in UTF-16 units: far more than calls have, and little enough for a
 * decision about it to end soon and to fit into memory.
 */
const LONGEST_TEXT = 16 * 1024 * 1024

/**
 * An error for a value of the wrong type, with the code that Node gives its own.
 *
 * @param {string} what
 * @param {string} wanted
 * @param {unknown} value
 */
function wrongType(what, wanted, value) {
  const got = value === null ? 'null' : Array.isArray(value) ? 'an array' : `a ${typeof value}`
  const error = new TypeError(`${what} must be ${wanted}, not ${got}`)
  return Object.assign(error, { code: 'ERR_INVALID_ARG_TYPE' })
}

/**
 * @param {unknown} value
 * @param {string} what
 * @returns {string}
 */
function text(value, what) {
  if (typeof value !== 'string') throw wrongType(what, 'a string', value)
  if (value.length > LONGEST_TEXT) {
    const most = `${LONGEST_TEXT} are taken at most`
    throw refuse('too-long', `${what} has ${value.length} UTF-16 units; ${most}`)
  }
  return value
}

/**
 * @param {unknown} value
 * @param {string} what
 * @returns {object}
 */
function object(value, what) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrongType(what, 'an object', value)
  }
  return value
}

/**
 * The JSON of an object. `JSON.stringify` itself throws where there are cycles or big integers.
 *
 * @param {unknown} value
 * @param {string} what
 * @returns {string}
 */
function json(value, what) {
  const written = JSON.stringify(object(value, what))
  // A `toJSON` of the object's own can say anything, and an input that got lost is no input.
  if (typeof written !== 'string') throw wrongType(what, 'an object that JSON can hold', undefined)
  return text(written, what)
}

/**
 * The JSON of a list of settings layers.
 *
 * @param {unknown} layers
 * @returns {string}
 */
function layers(layers) {
  if (!Array.isArray(layers)) throw wrongType('layers', 'an array', layers)
  const written = layers.map((layer, index) => json(layer, `layer ${index}`))
  return text(`[${written.join()}]`, 'layers')
}

/**
 * The options of a policy, with the profile filled in.
 *
 * @param {unknown} options
 * @returns {string}
 */
function profile(options) {
  if (options === undefined) return 'enforce'
  const { profile = 'enforce' } = /** @type {{ profile?: unknown }} */ (object(options, 'options'))
  return text(profile, 'profile')
}

/**
 * The tool and the input of a call.
 *
 * @param {unknown} call
 * @param {string} what
 * @returns {{ tool: string, input: object | undefined }}
 */
function call(call, what) {
  const { tool, input } = /** @type {{ tool?: unknown, input?: unknown }} */ (object(call, what))
  return {
    tool: text(tool, `the tool of ${what}`),
    input: input === undefined ? undefined : object(input, `the input of ${what}`),
  }
}

module.exports = { call, json, layers, object, profile, text, wrongType }
