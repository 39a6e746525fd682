'use strict'

const arguments_ = require('./lib/arguments.cjs')
const { CallgateError, attempt } = require('./lib/error.cjs')
const native = require('./lib/native.cjs')
const { Policy, VERDICTS } = require('./lib/policy.cjs')

/** @param {unknown} layers @returns {import('./types').Diagnostic[]} */
function lint(layers) {
  const written = arguments_.layers(layers)
  return JSON.parse(attempt(() => native.lint(written)))
}

/** @param {unknown} group @param {unknown} [profile] @returns {string} */
function batch(group, profile = 'enforce') {
  const written = typeof group === 'string' ? group : arguments_.json(group, 'group')
  const name = arguments_.text(profile, 'profile')
  return attempt(() => native.batch(arguments_.text(written, 'group'), name))
}

/** Nothing has to be loaded here: for programs that run in browsers, too. */
async function init() {}

module.exports = { CallgateError, Policy, VERDICTS, batch, init, lint }
