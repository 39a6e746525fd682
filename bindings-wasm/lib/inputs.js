// What the inputs of calls come down to: of most, only the main argument matters.

import { call } from './engine.js'

/** What the engine says of a member of an input. */
const SUBJECT = 1
const READ = 2

/** How many answers of the engine are kept, about names of what length: agents can make up any. */
const MOST_ANSWERS = 4096
const LONGEST_NAMES = 256

/** UTF-16 units. An input that holds more than this goes the long way, where its JSON is measured. */
const MOST_TEXT = 1 << 19

export class Inputs {
  #compiled
  /** By tool and name. */
  #answers = new Map()
  #count = 0

  constructor(compiled) {
    this.#compiled = compiled
  }

  /**
   * The main argument of a call if nothing else in its input matters; `undefined` if there is none
   * either. `null` if the whole input must be read.
   */
  subject(tool, input) {
    const prototype = Object.getPrototypeOf(input)
    // Other objects may have a JSON of their own.
    if (prototype !== Object.prototype && prototype !== null) return null
    let subject
    let length = 0
    const answers = this.#answers.get(tool)
    for (const name of Object.keys(input)) {
      const value = input[name]
      const type = typeof value
      length += name.length
      if (type === 'string') length += value.length
      else if (type !== 'boolean' && type !== 'number') return null
      if (length > MOST_TEXT) return null
      const member = answers?.get(name) ?? this.#ask(tool, name)
      if (member === READ) return null
      if (member === SUBJECT) {
        if (type !== 'string') return null
        subject = value
      }
    }
    return subject
  }

  #ask(tool, name) {
    const member = call(() => this.#compiled.member(tool, name))
    if (this.#count < MOST_ANSWERS && tool.length + name.length <= LONGEST_NAMES) {
      const answers = this.#answers.get(tool) ?? new Map()
      this.#answers.set(tool, answers.set(name, member))
      this.#count++
    }
    return member
  }
}
