// The vectors of the repository, as every language reads them.
import { readFileSync, readdirSync } from 'node:fs'

const TESTDATA = new URL('../../core/testdata/', import.meta.url)

const lines = (url) => readFileSync(url, 'utf8').split('\n').filter(Boolean)

/** The vector files in a folder. */
export function files(folder) {
  return readdirSync(new URL(folder, TESTDATA))
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => new URL(`${folder}/${name}`, TESTDATA))
}

/** The groups of a file: each line with what it expects. */
export function groups(file) {
  return lines(file).map((line) => ({ line, expected: JSON.parse(line) }))
}

/** The calls that are known to be decided otherwise than by the client: `group` and `call`. */
export function knownDifferences() {
  return new Set(
    lines(new URL('known-differences.jsonl', TESTDATA))
      .map((line) => JSON.parse(line))
      .map(({ group, call }) => `${group} ${call}`),
  )
}

/** What a group expects, call by call; a blocked server is a denied one. */
export function wanted({ calls = [], mcp, blocked_servers = [] }) {
  if (mcp === undefined) return calls.map((call) => call.decision)
  return Object.keys(mcp).map((name) => (blocked_servers.includes(name) ? 'deny' : 'allow'))
}

/** What `batch` says of a group, in the same form. */
export function answered({ mcp }, text) {
  const answers = text.trimEnd().split('\n').filter(Boolean).map((line) => JSON.parse(line))
  if (mcp === undefined) return answers.map((answer) => answer.decision)
  const [{ blocked_servers }] = answers
  return Object.keys(mcp).map((name) => (blocked_servers.includes(name) ? 'deny' : 'allow'))
}
