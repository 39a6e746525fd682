'use strict'

const { names } = require('./platform.cjs')

/**
 * Loads the engine that was built for this machine.
 *
 * @returns {typeof import('./native.cjs')}
 */
function load() {
  const failures = []
  for (const name of names()) {
    try {
      return require(`../build/callgate.${name}.node`)
    } catch (error) {
      failures.push(error)
    }
  }
  throw new AggregateError(failures, `callgate has no build that runs on ${names().join(' or ')}`)
}

module.exports = load()
