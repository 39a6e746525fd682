// The editor of one settings document: findings, completion, hover, and the rule that decided.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { HighlightStyle, bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { EditorState, StateEffect, StateField } from '@codemirror/state'
import {
  Decoration, EditorView, drawSelection, highlightActiveLine, highlightSpecialChars, hoverTooltip, keymap, lineNumbers,
} from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { stringAt } from './json-place.js'
import { FORMS, KEYS, describe } from './rules.js'

const LISTS = ['deny', 'ask', 'allow']
const MODES = ['default', 'acceptEdits', 'plan', 'auto', 'dontAsk', 'bypassPermissions']

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--code-key)' },
  { tag: tags.string, color: 'var(--code-string)' },
  { tag: [tags.bool, tags.null, tags.number], color: 'var(--code-atom)' },
  { tag: [tags.separator, tags.brace, tags.squareBracket], color: 'var(--muted)' },
])

/** The rule that decided the selected call: `{ from, to, verdict }` or `null`. */
const setDeciding = StateEffect.define()
const deciding = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    const effect = transaction.effects.find((effect) => effect.is(setDeciding))
    if (!effect) return marks.map(transaction.changes)
    const { value } = effect
    if (value === null || value.to > transaction.newDoc.length) return Decoration.none
    const mark = Decoration.mark({ class: `deciding ${value.verdict}` })
    return Decoration.set([mark.range(value.from, value.to)])
  },
  provide: (field) => EditorView.decorations.from(field),
})

/** An editor in `parent`. `changed` hears of what is typed, `aboutRule` says more about a rule. */
export class SettingsEditor {
  #aboutRule
  #changed
  #view

  constructor(parent, { changed, aboutRule }) {
    this.#changed = changed
    this.#aboutRule = aboutRule
    this.#view = new EditorView({ parent, state: this.#state('') })
  }

  /** Shows another document; its history starts here. */
  open(text) {
    this.#view.setState(this.#state(text))
  }

  /** Underlines what is wrong with the document. */
  show(diagnostics) {
    const { length } = this.#view.state.doc
    const found = diagnostics.map(({ severity, message, help, span }) => {
      const to = Math.min(span?.end ?? length, length)
      // Where the document ends too early there is nothing to underline but what came before.
      const from = Math.min(span?.start ?? 0, Math.max(to - 1, 0))
      return { from, to, severity, message: help ? `${message}\n${help}` : message }
    })
    this.#view.dispatch(setDiagnostics(this.#view.state, found))
  }

  /** Marks the rule that decided, and brings it into view if asked to. */
  mark(rule, reveal) {
    const effects = [setDeciding.of(rule)]
    if (rule && reveal && rule.to <= this.#view.state.doc.length) {
      effects.push(EditorView.scrollIntoView(rule.from, { y: 'center' }))
    }
    this.#view.dispatch({ effects })
  }

  focus(position) {
    this.#view.focus()
    this.#view.dispatch({ selection: { anchor: Math.min(position, this.#view.state.doc.length) }, scrollIntoView: true })
  }

  #state(doc) {
    return EditorState.create({
      doc,
      extensions: [
        lineNumbers(),
        lintGutter(),
        highlightSpecialChars(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        json(),
        syntaxHighlighting(colours),
        autocompletion({ override: [complete] }),
        hoverTooltip((view, position) => this.#hover(view, position)),
        deciding,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': 'Settings document, JSON', spellcheck: 'false' }),
        // No binding for Tab: it leaves the editor, as it leaves any field.
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) this.#changed(update.state.doc.toString())
        }),
      ],
    })
  }

  #hover(view, position) {
    const found = ruleAt(view.state, position)
    if (!found) return null
    const { covers, weighs } = describe(found.value, found.list)
    const lines = [found.value, covers, weighs, this.#aboutRule(found)].filter((line) => line)
    return { pos: found.from, end: found.to, above: true, create: () => ({ dom: tooltip(lines) }) }
  }
}

function ruleAt(state, position) {
  const found = stringAt(state, position)
  const list = found?.path.at(-1)
  if (!found || found.isKey || found.path[0] !== 'permissions' || !LISTS.includes(list)) return undefined
  return { ...found, list }
}

function complete(context) {
  const found = stringAt(context.state, context.pos)
  if (!found || context.pos <= found.from) return null
  const closed = context.state.sliceDoc(found.to - 1, found.to) === '"' && found.to - found.from > 1
  const range = { from: found.from + 1, to: closed ? found.to - 1 : found.to }
  const options = (pairs, type) => pairs.map(([label, detail]) => ({ label, detail, type }))
  if (found.isKey) {
    const keys = KEYS[found.path.join('.')]
    return keys ? { ...range, options: options(keys, 'property') } : null
  }
  if (found.path.at(-1) === 'defaultMode') {
    return { ...range, options: options(MODES.map((mode) => [mode]), 'enum') }
  }
  const inList = found.path[0] === 'permissions' && LISTS.includes(found.path.at(-1))
  return inList ? { ...range, options: options(FORMS, 'function') } : null
}

function tooltip([rule, ...lines]) {
  const dom = document.createElement('div')
  dom.className = 'about-rule'
  const code = dom.appendChild(document.createElement('code'))
  code.textContent = rule
  for (const line of lines) dom.appendChild(document.createElement('p')).textContent = line
  return dom
}
