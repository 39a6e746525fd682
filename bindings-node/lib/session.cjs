'use strict'

const { json, object } = require('./arguments.cjs')

/**
 * The JSON of a session.
 *
 * @param {import('../types').Session | undefined} session
 */
function written(session) {
  if (session === undefined) return '{}'
  object(session, 'session')
  // The members by name, so that inherited ones count; the rest for the engine to complain of.
  const { cwd, home, mode, links } = session
  return json({ ...session, cwd, home, mode, links }, 'session')
}

module.exports = { written }
