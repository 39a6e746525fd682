// Why the selected call is decided as it is.

import { badge, element, prose } from './dom.js'

const STRICTNESS = ['allow', 'ask', 'deny']
const KINDS = { call: 'call', command: 'runs', read: 'reads', write: 'writes', host: 'contacts', parameter: 'parameter', directory: 'enters' }

/** Shows a decision in `panel`; `goTo` brings a rule into view. */
export function explain(panel, call, answer, goTo) {
  if (answer === undefined) return panel.replaceChildren(element('p', { className: 'muted' }, 'Select a call.'))
  if (answer.error !== undefined) return panel.replaceChildren(element('p', { className: 'muted' }, answer.error))
  const { verdict, message, advice, parts, mode } = answer
  panel.replaceChildren(
    element('p', { className: 'verdict' }, badge(verdict), element('span', {}, sentence(message))),
    underlined(call.subject, parts),
    ...deciding(answer, goTo),
    advice ? note('What would change it', sentence(advice)) : '',
    parts.length > 0 ? details(parts, goTo) : '',
    element('p', { className: 'muted small' }, `Judged in mode ${mode}, profile ${answer.profile}.`),
  )
}

/** The call with every part underlined in the colour of its verdict. */
function underlined(subject, parts) {
  const spans = parts.filter(({ span }) => span !== undefined && span.end <= subject.length)
  const cuts = new Set([0, subject.length, ...spans.flatMap(({ span }) => [span.start, span.end])])
  const places = [...cuts].sort((left, right) => left - right)
  const pieces = places.slice(1).map((end, index) => {
    const start = places[index]
    const text = subject.slice(start, end)
    const over = spans.filter(({ span }) => span.start <= start && span.end >= end)
    if (over.length === 0) return text
    const strictest = over.reduce((one, two) => (rank(two) > rank(one) ? two : one))
    return element('mark', { className: strictest.verdict, title: `${strictest.verdict}: ${reason(strictest.reason)}` }, text)
  })
  return element('pre', { className: 'subject', tabIndex: 0, 'aria-label': 'The call with its parts' }, ...pieces)
}

function rank({ verdict }) {
  return STRICTNESS.indexOf(verdict)
}

function deciding({ reason }, goTo) {
  if (reason.kind !== 'rule') return []
  const button = element(
    'button',
    { type: 'button', className: 'rule', title: 'Show it in the settings' },
    element('code', {}, reason.rule),
    ` ${reason.list} rule ${reason.index + 1} in ${reason.file}`,
  )
  button.addEventListener('click', () => goTo(reason))
  return [note('The rule that decides', button)]
}

function details(parts, goTo) {
  const rows = parts.map((part) => {
    const because = part.reason.kind === 'rule' ? element('button', { type: 'button', className: 'link' }, part.reason.rule) : reason(part.reason)
    if (part.reason.kind === 'rule') because.addEventListener('click', () => goTo(part.reason))
    return element(
      'tr',
      {},
      element('td', { className: 'muted' }, KINDS[part.kind] ?? part.kind),
      element('td', {}, element('code', {}, part.text)),
      element('td', {}, badge(part.verdict)),
      element('td', {}, because),
    )
  })
  const heads = ['', 'Part', 'Verdict', 'Because of'].map((head) => element('th', { scope: 'col' }, head))
  return element(
    'div',
    { className: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Parts of the call' },
    element('table', {}, element('thead', {}, element('tr', {}, ...heads)), element('tbody', {}, ...rows)),
  )
}

function note(title, ...content) {
  return element('div', { className: 'note' }, element('h3', {}, title), element('div', {}, ...content))
}

function reason(reason) {
  return reason.kind === 'rule' ? reason.rule : reason.code.replaceAll('-', ' ')
}

/** A capital in front, a full stop behind. */
function sentence(text) {
  return prose(`${text[0].toUpperCase()}${text.slice(1)}.`)
}
