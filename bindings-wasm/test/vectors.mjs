// The recorded decisions of the repository, as every language runs them.

import { readFileSync, readdirSync } from 'node:fs'

const DATA = new URL('../../core/testdata/', import.meta.url)
const STRICTNESS = ['allow', 'ask', 'deny']

const lines = (url) => readFileSync(url, 'utf8').split('\n').filter((line) => line !== '')

/** Every file of groups, with the profile that decides it. */
export const files = [
  ['conformance', 'claude-code'],
  ['learned', 'claude-code'],
  ['enforce', 'enforce'],
].flatMap(([folder, profile]) =>
  readdirSync(new URL(folder, DATA)).filter((name) => name.endsWith('.jsonl')).sort().map((name) => ({
    name: `${folder}/${name}`,
    profile,
    groups: lines(new URL(`${folder}/${name}`, DATA)),
  })),
)

const known = new Set(
  lines(new URL('known-differences.jsonl', DATA)).map((line) => {
    const { group, call } = JSON.parse(line)
    return `${group} ${call}`
  }),
)

/**
 * What of a file is not answered as recorded: a weaker decision, or a stricter one that is not known.
 */
export function differences(file, answers) {
  const found = []
  const compare = (group, call, want, have) => {
    const change = STRICTNESS.indexOf(have) - STRICTNESS.indexOf(want)
    const stricter = change > 0
    if (have !== want && !(stricter && known.has(`${group} ${call}`))) {
      found.push(`${group} ${call}: want ${want}, have ${have}`)
    }
  }
  const given = answers.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line))
  for (const text of file.groups) {
    const group = JSON.parse(text)
    if (group.mcp) {
      const blocked = given.shift().blocked_servers
      const verdict = (names, name) => (names.includes(name) ? 'deny' : 'allow')
      Object.keys(group.mcp).sort().forEach((name, call) => {
        compare(group.id, call, verdict(group.blocked_servers, name), verdict(blocked, name))
      })
      continue
    }
    group.calls.forEach((recorded, call) => {
      const answer = given.shift()
      if (answer?.group !== group.id || answer.call !== call) found.push(`${group.id} ${call}: no answer`)
      else compare(group.id, call, recorded.decision, answer.decision)
    })
  }
  if (given.length > 0) found.push(`${file.name}: more answers than calls`)
  return found
}
