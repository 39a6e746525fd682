// All that the page shows, as one value, and as the fragment of a link.

export const SOURCES = ['managed', 'user', 'project', 'local', 'flag']

/** What a link leaves out. */
export const DEFAULTS = {
  profile: 'enforce',
  mode: '',
  cwd: '/home/dev/project',
  home: '/home/dev',
  selected: 0,
}

/** No link is longer than this: browsers and chats cut longer ones. */
const LONGEST = 1 << 20

/** `state` as a fragment, without what it shares with the defaults. */
export async function encode(state) {
  const entries = Object.entries(state).filter(([key, value]) => value !== DEFAULTS[key])
  const bytes = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)))
  return base64url(await through(bytes, new CompressionStream('deflate-raw')))
}

/** The state in a fragment. Throws if there is none: a link may come from anybody. */
export async function decode(fragment) {
  if (fragment.length > LONGEST) throw new RangeError('the link is too long')
  const bytes = await through(fromBase64url(fragment), new DecompressionStream('deflate-raw'))
  return checked({ ...DEFAULTS, ...JSON.parse(new TextDecoder().decode(bytes)) })
}

function checked({ layers, calls, selected, profile, mode, cwd, home }) {
  const texts = (value, keys) => keys.every((key) => typeof value?.[key] === 'string')
  const fits =
    Array.isArray(layers) &&
    layers.length > 0 &&
    layers.every((layer) => texts(layer, ['source', 'text']) && SOURCES.includes(layer.source)) &&
    Array.isArray(calls) &&
    calls.every((call) => texts(call, ['tool', 'subject'])) &&
    texts({ profile, mode, cwd, home }, ['profile', 'mode', 'cwd', 'home']) &&
    Number.isInteger(selected)
  if (!fits) throw new TypeError('the link holds something else')
  return {
    layers: layers.map(({ source, text }) => ({ source, text })),
    calls: calls.map(({ tool, subject }) => ({ tool, subject })),
    selected: Math.min(Math.max(selected, 0), Math.max(calls.length - 1, 0)),
    profile: profile === 'claude-code' ? profile : 'enforce',
    mode,
    cwd,
    home,
  }
}

async function through(bytes, stream) {
  const piped = new Blob([bytes]).stream().pipeThrough(stream)
  const chunks = []
  let length = 0
  const reader = piped.getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length
    // A short link can unpack to anything.
    if (length > 8 * LONGEST) throw new RangeError('the link holds too much')
    chunks.push(next.value)
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer())
}

function base64url(bytes) {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function fromBase64url(text) {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(plain, (character) => character.charCodeAt(0))
}
