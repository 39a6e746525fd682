// What users pass in, before it crosses the border. Whatever is not of its type is a TypeError.

import { CallgateError } from './error.js'

/** UTF-16 units in the longest text that is taken: what a decision needs of it must fit in memory. */
const LONGEST = 4 * 1024 * 1024

/** `value` if it is a string of bearable length. */
export function text(value, name) {
  if (typeof value !== 'string') throw new TypeError(`${name} must be a string, not ${kind(value)}`)
  if (value.length > LONGEST) {
    const message = `${name} has ${value.length} UTF-16 units; ${LONGEST} are taken at most`
    throw new CallgateError({ message, code: 'too-long' })
  }
  return value
}

/** `value` if it is an object, and no list. */
export function object(value, name) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(`${name} must be an object, not ${kind(value)}`)
  }
  return value
}

/** `value` if it is a list. */
export function list(value, name) {
  if (!Array.isArray(value)) throw new TypeError(`${name} must be an array, not ${kind(value)}`)
  return value
}

/** The JSON of `value`. An object that holds itself is a TypeError. */
export function json(value, name) {
  return text(JSON.stringify(value), `the JSON of ${name}`)
}

function kind(value) {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'an array' : typeof value
}
