// Where calls are made. Most callers have one session, and it takes longer to read than to decide.

import { Session } from '../pkg/callgate.js'
import { json, object } from './check.js'
import { call } from './engine.js'

/** The last session: its JSON, and its members if it has nothing but plain values. */
let said = { given: undefined, names: undefined, values: undefined }

/** The JSON of a session. */
export function written(session) {
  if (session === undefined) return '{}'
  object(session, 'session')
  const names = isPlain(session) ? Object.keys(session) : undefined
  if (names !== undefined && isSaid(session, names)) return said.given
  const values = names?.map((name) => session[name])
  const given = json(session, 'session')
  const isKept = values?.every((value) => typeof value === 'string' || value === null)
  said = isKept ? { given, names, values } : { given: undefined }
  return given
}

function isPlain(session) {
  const prototype = Object.getPrototypeOf(session)
  return prototype === Object.prototype || prototype === null
}

function isSaid(session, names) {
  if (names.length !== said.names?.length) return false
  return names.every((name, at) => name === said.names[at] && session[name] === said.values[at])
}

/** The module's session for the JSON of the last one. */
let last = { given: undefined, place: undefined }

/** The module's session that has this JSON. */
export function place(given) {
  if (given !== last.given) {
    const read = call(() => new Session(given))
    last.place?.free()
    last = { given, place: read }
  }
  return last.place
}
