// Talks to the worker. Only the newest request matters: whoever types has no use for the others.

/** Why a request got no answer. */
export class Stopped extends Error {
  constructor() {
    super('the engine was stopped')
    this.name = 'Stopped'
  }
}

export class Engine {
  #worker
  #next = 0
  /** The request in work, and the newest one behind it, of each kind. */
  #running = undefined
  #waiting = { decide: undefined, lint: undefined }

  constructor(start = () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })) {
    this.start = start
  }

  /** Decides calls. Resolves to `undefined` if a newer request took the place of this one. */
  decide(request) {
    return this.#ask('decide', { ...request, lint: false })
  }

  /** Finds what is wrong with layers; likewise. Decisions go first. */
  lint(layers) {
    return this.#ask('lint', { layers, lint: true })
  }

  /** Ends the worker, whatever it does. What waits for it is rejected; a later request starts anew. */
  stop() {
    this.#worker?.terminate()
    this.#worker = undefined
    const open = [this.#running, this.#waiting.decide, this.#waiting.lint]
    this.#running = undefined
    this.#waiting = { decide: undefined, lint: undefined }
    for (const request of open) request?.reject(new Stopped())
  }

  #ask(kind, message) {
    return new Promise((resolve, reject) => {
      this.#waiting[kind]?.resolve(undefined)
      this.#waiting[kind] = { message, resolve, reject }
      this.#send()
    })
  }

  #send() {
    if (this.#running !== undefined) return
    const kind = this.#waiting.decide === undefined ? 'lint' : 'decide'
    const request = this.#waiting[kind]
    if (request === undefined) return
    this.#waiting[kind] = undefined
    this.#running = { ...request, id: ++this.#next }
    this.#worker ??= this.#begin()
    this.#worker.postMessage({ ...request.message, id: this.#running.id })
  }

  #begin() {
    const worker = this.start()
    worker.onmessage = ({ data }) => {
      if (data.id !== this.#running?.id) return
      const { resolve } = this.#running
      this.#running = undefined
      resolve(data)
      this.#send()
    }
    worker.onerror = (event) => {
      event.preventDefault?.()
      this.stop()
    }
    return worker
  }
}
