// What users see, over the functions of the module, which take and give text.

import { Policy as Compiled, Session as Place } from '../pkg/callgate.js'
import { batch as decideGroup, lint as findings } from '../pkg/callgate.js'
import { json, list, object, text } from './check.js'
import { call } from './engine.js'

export { CallgateError } from './error.js'

/** By the numbers that the module gives. */
const VERDICTS = ['allow', 'ask', 'deny']

/** Only this module can make a policy of a compiled one. */
const OWN = Symbol('own')

export class Policy {
  #compiled
  #profile

  constructor(key, compiled, profile) {
    if (key !== OWN) throw new TypeError('use Policy.fromLayers or Policy.fromJson')
    this.#compiled = compiled
    this.#profile = profile
  }

  static fromLayers(layers, { profile = 'enforce' } = {}) {
    const given = json(list(layers, 'layers'), 'layers')
    text(profile, 'profile')
    return new Policy(OWN, call(() => new Compiled(given, profile)), profile)
  }

  static fromJson(settings, { source = 'user', profile } = {}) {
    return Policy.fromLayers([{ source, text: text(settings, 'settings') }], { profile })
  }

  get profile() {
    return this.#profile
  }

  get rules() {
    const compiled = this.#live()
    return JSON.parse(call(() => compiled.rules()))
  }

  get diagnostics() {
    const compiled = this.#live()
    return JSON.parse(call(() => compiled.diagnostics()))
  }

  decide(toolCall, session) {
    const { tool, input } = object(toolCall, 'call')
    text(tool, 'tool')
    const given = input === undefined ? undefined : json(object(input, 'input'), 'input')
    const [compiled, at] = [this.#live(), place(session)]
    return JSON.parse(call(() => compiled.decide(tool, given, at)))
  }

  verdict(tool, subject, session) {
    text(tool, 'tool')
    text(subject, 'subject')
    const [compiled, at] = [this.#live(), place(session)]
    return VERDICTS[call(() => compiled.verdict(tool, subject, at))]
  }

  check(command, session) {
    text(command, 'command')
    const [compiled, at] = [this.#live(), place(session)]
    return JSON.parse(call(() => compiled.check(command, at)))
  }

  free() {
    this.#compiled?.free()
    this.#compiled = undefined
  }

  #live() {
    if (this.#compiled === undefined) throw new Error('this policy has been freed')
    return this.#compiled
  }
}

// Not there in every engine of today.
if (Symbol.dispose !== undefined) Policy.prototype[Symbol.dispose] = Policy.prototype.free

/** The session of the last call. Most callers have one, and it takes longer to read than to decide. */
let last = { given: undefined, place: undefined }

function place(session) {
  const given = session === undefined ? '{}' : json(object(session, 'session'), 'session')
  if (given !== last.given) {
    const read = call(() => new Place(given))
    last.place?.free()
    last = { given, place: read }
  }
  return last.place
}

export function lint(layers) {
  const given = json(list(layers, 'layers'), 'layers')
  return JSON.parse(call(() => findings(given)))
}

export function batch(group, profile = 'enforce') {
  const given = typeof group === 'string' ? text(group, 'group') : json(object(group, 'group'), 'group')
  text(profile, 'profile')
  return call(() => decideGroup(given, profile))
}
