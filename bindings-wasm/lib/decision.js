// What callgate says of one call.

/**
 * The verdict is there at once; why, which takes several times as long, is asked for when it is first
 * looked at. What is asked then can no longer change, so both are of one decision.
 */
export class Decision {
  #ask
  #told

  /** `ask` gives the whole decision as JSON. */
  constructor(verdict, ask) {
    // A field of the object itself, which copies of it have as well.
    this.verdict = verdict
    this.#ask = ask
  }

  get reason() {
    return this.toJSON().reason
  }

  get message() {
    return this.toJSON().message
  }

  get advice() {
    return this.toJSON().advice
  }

  get tool() {
    return this.toJSON().tool
  }

  get mode() {
    return this.toJSON().mode
  }

  get profile() {
    return this.toJSON().profile
  }

  get parts() {
    return this.toJSON().parts
  }

  toJSON() {
    return (this.#told ??= JSON.parse(this.#ask()))
  }

  /** What `console.log` shows in Node. */
  [Symbol.for('nodejs.util.inspect.custom')]() {
    return this.toJSON()
  }
}
