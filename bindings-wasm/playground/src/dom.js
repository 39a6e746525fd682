// Elements in one line each.

/** An element with properties and children; `undefined` and `false` are no children. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes('-') || key === 'role') made.setAttribute(key, value)
    else made[key] = value
  }
  made.append(...children.filter((child) => child !== undefined && child !== false))
  return made
}

/** Text with what stands between back quotes as code. */
export function prose(text) {
  const pieces = text.split('`').map((piece, index) => (index % 2 ? element('code', {}, piece) : piece))
  return element('span', {}, ...pieces)
}

/** A verdict in words and with a sign, so that colour alone says nothing. */
export function badge(verdict) {
  const signs = { allow: '✓', ask: '?', deny: '✕' }
  return element(
    'span',
    { className: `badge ${verdict}` },
    element('span', { 'aria-hidden': 'true' }, signs[verdict] ?? '!'),
    ` ${verdict}`,
  )
}
