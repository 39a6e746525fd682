'use strict'

const { names } = require('./platform.cjs')

/**
 * Loads the engine that was built for this machine, or the one in WebAssembly if there is none.
 *
 * @returns {Pick<typeof import('./native.cjs'), 'Policy' | 'batch' | 'lint'>}
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
  const lack = `callgate has no build that runs on ${names().join(' or ')}`
  try {
    const wasm = require('./wasm.cjs')
    process.emitWarning(`${lack}: decisions are made in WebAssembly`, { code: 'CALLGATE_WASM' })
    return wasm
  } catch (error) {
    throw new AggregateError([...failures, error], lack)
  }
}

module.exports = load()
