// What callgate says of one call. The Node package has the same in its own form of modules.

/** @import { Decision as Described, Mode, Part, PlainDecision, Profile, Reason, Verdict } from '../types' */

/**
 * What callgate says of one call. The verdict is there at once; why, which takes several times as
 * long, is asked for when it is first looked at. What is asked then can no longer change, so both are
 * of one decision.
 *
 * @implements {Described}
 */
export class Decision {
  #ask
  #tool
  #given
  /** @type {PlainDecision | undefined} */
  #told

  /**
   * @param {Verdict} verdict
   * @param {(tool: string, given: any) => string} ask what gives the whole decision as JSON
   * @param {string} tool
   * @param {string | undefined} given the subject or the input, whichever `ask` takes
   */
  constructor(verdict, ask, tool, given) {
    // A field of the object itself, which copies of it have as well.
    this.verdict = verdict
    this.#ask = ask
    this.#tool = tool
    this.#given = given
  }

  /** @returns {Reason} */
  get reason() {
    return this.toJSON().reason
  }

  /** @returns {string} */
  get message() {
    return this.toJSON().message
  }

  /** @returns {string | undefined} */
  get advice() {
    return this.toJSON().advice
  }

  /** @returns {string} */
  get tool() {
    return this.toJSON().tool
  }

  /** @returns {Mode} */
  get mode() {
    return this.toJSON().mode
  }

  /** @returns {Profile} */
  get profile() {
    return this.toJSON().profile
  }

  /** @returns {Part[]} */
  get parts() {
    return this.toJSON().parts
  }

  /** @returns {PlainDecision} */
  toJSON() {
    return (this.#told ??= /** @type {PlainDecision} */ (JSON.parse(this.#ask(this.#tool, this.#given))))
  }

  /** What `console.log` shows in Node. */
  [Symbol.for('nodejs.util.inspect.custom')]() {
    return this.toJSON()
  }
}
