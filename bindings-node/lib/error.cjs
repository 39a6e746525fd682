'use strict'

/** What callgate throws where an argument is of the right type, but cannot be used. */
class CallgateError extends Error {
  /** @param {import('../types').CallgateErrorFields & { message: string }} refusal */
  constructor(refusal) {
    super(refusal.message)
    this.code = refusal.code
    this.file = refusal.file
    this.line = refusal.line
    this.column = refusal.column
    this.diagnostics = refusal.diagnostics
  }
}

// On the prototype, as the name of every error: it is not a field of each one.
Object.defineProperty(CallgateError.prototype, 'name', {
  value: 'CallgateError',
  configurable: true,
  writable: true,
})

/**
 * An error that has to do with no document.
 *
 * @param {string} code
 * @param {string} message
 */
function refuse(code, message) {
  return new CallgateError({ code, message, file: '', diagnostics: [] })
}

/**
 * What to throw for what the engine threw: its message is the JSON of a refusal.
 *
 * @param {unknown} thrown
 */
function translate(thrown) {
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  try {
    return new CallgateError(JSON.parse(text))
  } catch {
    return thrown
  }
}

/**
 * Calls the engine.
 *
 * @template T
 * @param {() => T} call
 * @returns {T}
 */
function attempt(call) {
  try {
    return call()
  } catch (thrown) {
    throw translate(thrown)
  }
}

module.exports = { CallgateError, attempt, refuse, translate }
