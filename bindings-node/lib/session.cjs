'use strict'

const { json, object } = require('./arguments.cjs')

/** @import { Session } from '../types' */

/**
 * What a session says, read once.
 *
 * @param {Session} session
 */
function members(session) {
  object(session, 'session')
  // The members by name, so that inherited ones count; the rest for the engine to complain of.
  const { cwd, home, mode, links } = session
  return { ...session, cwd, home, mode, links }
}

/**
 * The JSON of a session.
 *
 * @param {Session | undefined} session
 */
function written(session) {
  return session === undefined ? '{}' : json(members(session), 'session')
}

module.exports = { members, written }
