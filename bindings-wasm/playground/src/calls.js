// The list of calls, with a verdict each.

import { badge, element } from './dom.js'
import { TOOLS } from './tools.js'

export class Calls {
  #list
  #handlers
  #rows = []

  /** `handlers`: `changed()`, `selected(index)`, `added(index)`, `removed(index)`. */
  constructor(list, handlers) {
    this.#list = list
    this.#handlers = handlers
  }

  /** Shows other calls. */
  open(calls) {
    this.#rows = calls.map((call) => this.#row(call))
    this.#list.replaceChildren(...this.#rows.map(({ item }) => item))
  }

  get calls() {
    return this.#rows.map(({ tool, subject }) => ({ tool: tool.value, subject: subject.value }))
  }

  /** Shows the answers, in the order of the calls. */
  show(answers) {
    this.#rows.forEach(({ verdict }, index) => {
      const answer = answers[index]
      verdict.replaceChildren(badge(answer?.verdict ?? (answer?.error ? 'unclear' : '…')))
    })
  }

  select(index) {
    this.#rows.forEach(({ item }, at) => item.setAttribute('aria-current', String(at === index)))
  }

  focus(index) {
    this.#rows[index]?.subject.focus()
  }

  #row(call) {
    const names = Object.keys(TOOLS)
    const tool = element('select', { 'aria-label': 'Tool' }, ...names.map((name) => element('option', {}, name)))
    tool.value = names.includes(call.tool) ? call.tool : 'MCP'
    const subject = element('input', {
      type: 'text', value: call.subject, spellcheck: false, autocomplete: 'off', 'aria-label': 'What is called',
      placeholder: TOOLS[tool.value].example,
    })
    const verdict = element('output', { 'aria-label': 'Verdict' })
    const remove = element('button', { type: 'button', className: 'quiet', title: 'Remove', 'aria-label': 'Remove the call' }, '✕')
    const item = element('li', {}, tool, subject, verdict, remove)
    const index = () => this.#rows.findIndex((row) => row.item === item)
    item.addEventListener('focusin', () => this.#handlers.selected(index()))
    item.addEventListener('click', (event) => event.target !== remove && this.#handlers.selected(index()))
    tool.addEventListener('change', () => {
      subject.placeholder = TOOLS[tool.value].example
      this.#handlers.changed()
    })
    subject.addEventListener('input', () => this.#handlers.changed())
    subject.addEventListener('keydown', (event) => this.#key(event, index()))
    remove.addEventListener('click', () => this.#handlers.removed(index()))
    return { item, tool, subject, verdict }
  }

  /** Up and down go through the list, Enter adds a call. */
  #key(event, index) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (step !== undefined) this.focus(index + step)
    else if (event.key === 'Enter' && !event.isComposing) this.#handlers.added(index + 1)
    else return
    event.preventDefault()
  }
}
