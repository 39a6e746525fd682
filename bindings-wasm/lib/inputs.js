// What the inputs of calls come down to. The Node package has the same in its own form of modules.

/** What the engine says of a member of an input. */
const SUBJECT = 1
const READ = 2

/** How many answers of the engine are kept, about names of what length: agents can make up any. */
const MOST_ANSWERS = 4096
const LONGEST_NAMES = 256

/** How many names of the last input are kept. */
const MOST_NAMES = 32

/** UTF-16 units. An input that holds more than this goes the long way, where its JSON is measured. */
const MOST_TEXT = 1 << 19

/** What the inputs of calls come down to for one policy: of most, only the main argument matters. */
export class Inputs {
  #member
  /** @type {Map<string, Map<string, number>>} */
  #answers = new Map()
  /** The tool of the last call, and what its members were: the next one is often like it. */
  #tool = ''
  /** @type {string[]} */
  #names = []
  /** @type {number[]} */
  #members = []
  #count = 0

  /** @param {(tool: string, name: string) => number} member what the engine says of one */
  constructor(member) {
    this.#member = member
  }

  /**
   * The main argument of a call if nothing else in its input matters; `undefined` if there is none
   * either. `null` if the whole input must be read.
   *
   * @param {string} tool
   * @param {object} input
   * @returns {string | undefined | null}
   */
  subject(tool, input) {
    const prototype = Object.getPrototypeOf(input)
    // Other objects may have a JSON of their own.
    if (prototype !== Object.prototype && prototype !== null) return null
    /** @type {string | undefined} */
    let subject
    let length = 0
    let index = 0
    if (tool !== this.#tool) {
      this.#tool = tool
      this.#names = []
      this.#members = []
    }
    // Kept here: a getter of the input could ask about another tool.
    const [names, members] = [this.#names, this.#members]
    for (const name of Object.keys(input)) {
      const value = /** @type {Record<string, unknown>} */ (input)[name]
      const type = typeof value
      length += name.length
      if (type === 'string') length += /** @type {string} */ (value).length
      else if (type !== 'boolean' && type !== 'number') return null
      if (length > MOST_TEXT) return null
      let member = members[index]
      if (names[index] !== name) {
        member = this.#answers.get(tool)?.get(name) ?? this.#ask(tool, name)
        if (index < MOST_NAMES && name.length <= LONGEST_NAMES) {
          names[index] = name
          members[index] = member
        }
      }
      index++
      if (member === READ) return null
      if (member === SUBJECT) {
        if (type !== 'string') return null
        subject = /** @type {string} */ (value)
      }
    }
    return subject
  }

  /** @param {string} tool @param {string} name */
  #ask(tool, name) {
    const member = this.#member(tool, name)
    if (this.#count < MOST_ANSWERS && tool.length + name.length <= LONGEST_NAMES) {
      const answers = this.#answers.get(tool) ?? new Map()
      this.#answers.set(tool, answers.set(name, member))
      this.#count++
    }
    return member
  }
}
