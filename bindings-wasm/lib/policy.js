// What users see, over the functions of the module, which take and give text.

import { Policy as Compiled, batch as decideGroup, lint as findings } from '../pkg/callgate.js'
import { json, list, object, text } from './check.js'
import { Decision } from './decision.js'
import { call } from './engine.js'
import { Inputs } from './inputs.js'
import { place, written } from './session.js'

export { CallgateError } from './error.js'

/** By the numbers that the module gives. */
const VERDICTS = ['allow', 'ask', 'deny']

/** The bits of a ruling that hold the verdict. */
const VERDICT = 3

/** What the module says of a call of which only the main argument matters. */
function verdict(compiled, tool, subject, at) {
  return tool === 'Bash' ? compiled.check(subject, at) : compiled.verdict(tool, subject, at)
}

/** Only this module can make a policy of a compiled one. */
const OWN = Symbol('own')

export class Policy {
  #compiled
  #inputs
  #profile

  constructor(key, compiled, profile) {
    if (key !== OWN) throw new TypeError('use Policy.fromLayers or Policy.fromJson')
    this.#compiled = compiled
    this.#inputs = new Inputs((tool, name) => call(() => compiled.member(tool, name)))
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
    const compiled = this.#live()
    const subject = input === undefined ? undefined : this.#inputs.subject(tool, object(input, 'input'))
    if (typeof subject === 'string') return this.#decide(tool, subject, written(session))
    const given = subject === null ? json(input, 'input') : undefined
    const where = written(session)
    const at = place(where)
    const ruling = call(() => compiled.ruling(tool, given, at))
    const ask = (tool, given) => {
      const [compiled, at] = [this.#live(), place(where)]
      return call(() => compiled.decide(tool, given, at))
    }
    return new Decision(VERDICTS[ruling & VERDICT], ask, tool, given)
  }

  verdict(tool, subject, session) {
    text(tool, 'tool')
    text(subject, 'subject')
    return VERDICTS[this.#verdict(tool, subject, written(session))]
  }

  check(command, session) {
    return this.#decide('Bash', text(command, 'command'), written(session))
  }

  /** The number of a verdict. `where` is the JSON of the session. */
  #verdict(tool, subject, where) {
    return call(verdict, this.#live(), tool, subject, place(where))
  }

  /** Decides a call of which only the main argument matters. */
  #decide(tool, subject, where) {
    const ask = (tool, subject) => {
      const [compiled, at] = [this.#live(), place(where)]
      return call(() => compiled.explain(tool, subject, at))
    }
    return new Decision(VERDICTS[this.#verdict(tool, subject, where)], ask, tool, subject)
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

export function lint(layers) {
  const given = json(list(layers, 'layers'), 'layers')
  return JSON.parse(call(() => findings(given)))
}

export function batch(group, profile = 'enforce') {
  const given = typeof group === 'string' ? text(group, 'group') : json(object(group, 'group'), 'group')
  text(profile, 'profile')
  return call(() => decideGroup(given, profile))
}
