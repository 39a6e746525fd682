// Where in a settings document a position is.

import { syntaxTree } from '@codemirror/language'

/** The string at `position`, as `{ from, to, value, path, isKey }`, or `undefined`. */
export function stringAt(state, position) {
  const tree = syntaxTree(state)
  for (const side of [-1, 1]) {
    const node = tree.resolveInner(position, side)
    if (node.name === 'String' || node.name === 'PropertyName') {
      const isKey = node.name === 'PropertyName'
      return { from: node.from, to: node.to, value: unquoted(state, node), path: path(state, node), isKey }
    }
  }
  return undefined
}

/** The keys on the way to a node; its own is not among them. */
function path(state, node) {
  const keys = []
  const start = node.name === 'PropertyName' ? node.parent?.parent : node.parent
  for (let at = start; at; at = at.parent) {
    const name = at.name === 'Property' ? at.getChild('PropertyName') : null
    if (name) keys.unshift(unquoted(state, name))
  }
  return keys
}

function unquoted(state, node) {
  const text = state.sliceDoc(node.from, node.to)
  try {
    return JSON.parse(text)
  } catch {
    return text.slice(1)
  }
}
