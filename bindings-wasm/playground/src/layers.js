// The tabs of the settings layers.

import { element } from './dom.js'
import { SOURCES } from './state.js'

/** The names by which the engine calls layers: the source, numbered where there are several of one. */
export function named(layers) {
  const seen = {}
  return layers.map(({ source, text }) => {
    seen[source] = (seen[source] ?? 0) + 1
    return { source, text, name: seen[source] === 1 ? source : `${source} ${seen[source]}` }
  })
}

export class Layers {
  #tabs
  #handlers

  /** `handlers`: `opened(index)`, `removed(index)`, `added(source)`. */
  constructor(tabs, add, handlers) {
    this.#tabs = tabs
    this.#handlers = handlers
    const options = SOURCES.map((source) => element('option', { value: source }, source))
    add.append(element('option', { value: '' }, '+ layer'), ...options)
    add.addEventListener('change', () => {
      handlers.added(add.value)
      add.value = ''
    })
    tabs.addEventListener('keydown', (event) => this.#key(event))
  }

  /** Shows a tab for each layer, with the number of its findings. */
  show(layers, active, findings) {
    const focused = this.#tabs.contains(document.activeElement)
    const tabs = named(layers).map(({ name }, index) => {
      const count = findings.filter(({ file }) => file === name).length
      const selected = index === active
      const tab = element(
        'button',
        { type: 'button', role: 'tab', tabIndex: selected ? 0 : -1, 'aria-selected': String(selected), 'aria-controls': 'editor' },
        name,
        count > 0 && element('span', { className: 'count', 'aria-label': `${count} findings` }, String(count)),
      )
      tab.addEventListener('click', () => this.#handlers.opened(index))
      if (!selected || layers.length === 1) return tab
      const remove = element('button', { type: 'button', className: 'quiet', title: 'Remove', 'aria-label': `Remove the layer ${name}` }, '✕')
      remove.addEventListener('click', () => this.#handlers.removed(index))
      return element('span', { className: 'tab', role: 'presentation' }, tab, remove)
    })
    this.#tabs.replaceChildren(...tabs)
    if (focused) this.#tabs.querySelector('[aria-selected=true]')?.focus()
  }

  #key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (step === undefined || event.target.role !== 'tab') return
    const tabs = [...this.#tabs.querySelectorAll('[role=tab]')]
    const next = tabs.indexOf(event.target) + step
    if (next >= 0 && next < tabs.length) this.#handlers.opened(next)
    event.preventDefault()
  }
}
