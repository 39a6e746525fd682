import assert from 'node:assert/strict'
import { test } from 'node:test'

import { CallgateError, Policy } from 'callgate'

const text = JSON.stringify({
  'é': 1,
  deniedMcpServers: [{ serverUrl: 'https://${TENANT}.evil.example/*' }],
  permissions: { allow: ['mcp__issues'], deny: ['mcp__issues__drop'] },
})
const policy = Policy.fromLayers([{ source: 'managed', name: 'm.json', text }])
const entry = { type: 'http', url: 'https://issues.example/mcp' }
const guard = policy.guardMcp('issues', entry)

const call = (params) => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params })

test('a guard decides about calls of one server', () => {
  const decision = guard.decide(call({ name: 'drop', arguments: { table: 'é' } }))
  assert.deepEqual([decision.verdict, decision.server.taken], ['deny', true])
  const { span, file } = decision.tool.reason
  assert.deepEqual([text.slice(span.start, span.end), file], ['"mcp__issues__drop"', 'm.json'])
  assert.equal(guard.decide(JSON.stringify(call({ name: 'get' }))).verdict, 'allow')
  assert.equal(guard.decide(call({ name: 'get' }), { mode: 'plan' }).tool.mode, 'plan')
})

test('a guard leaves out tools that are denied whatever they get', () => {
  const tools = [{ name: 'drop' }, { name: 'get', title: 'Get' }]
  assert.deepEqual(guard.filter(tools), [tools[1]])
  assert.deepEqual([guard.offers('drop'), guard.offers('get')], [false, true])
})

test('a server that is blocked has its calls denied', () => {
  const variables = { TENANT: 'a', OTHER: undefined }
  const blocked = policy.guardMcp('issues', { type: 'sse', url: 'https://a.evil.example/x' }, { variables })
  const { taken, reason, message } = blocked.server
  assert.deepEqual([taken, reason.kind, reason.list], [false, 'entry', 'deny'])
  assert.match(text.slice(reason.span.start, reason.span.end), /^\{"serverUrl":.*\}$/)
  const decision = blocked.decide(call({ name: 'get' }))
  assert.deepEqual([decision.verdict, decision.message, decision.tool], ['deny', message, undefined])
  assert.equal(blocked.offers('get'), false)
})

test('what is no server, no request or no session is an error', () => {
  const has = (code) => (error) => error instanceof CallgateError && error.code === code
  assert.throws(() => policy.guardMcp('issues', {}), has('invalid-server'))
  assert.throws(() => policy.guardMcp('issues', { type: 'post', url: 'x' }), has('invalid-server'))
  assert.throws(() => policy.guardMcp('issues', entry, { variables: { A: 1 } }), has('invalid-variables'))
  for (const request of ['', '[]', {}, { method: 'tools/list' }, call({}), call({ name: 'a', arguments: [] })]) {
    assert.throws(() => guard.decide(request), has('invalid-request'))
  }
  // Two readings: the server might take the other one.
  const twice = '{"method": "tools/call", "params": {"name": "get", "name": "drop"}}'
  assert.throws(() => guard.decide(twice), has('invalid-request'))
  assert.throws(() => guard.decide(call({ name: 'get' }), { mode: 'yolo' }), has('invalid-session'))
  assert.throws(() => guard.offers('get', { dir: '/' }), has('invalid-session'))
  const cyclic = {}
  cyclic.params = cyclic
  for (const attempt of [
    () => guard.decide(cyclic),
    () => guard.decide(1),
    () => guard.decide([call({ name: 'get' })]),
    () => guard.offers(1),
    () => guard.filter('get'),
    () => guard.filter([{}]),
    () => guard.filter([null]),
    () => policy.guardMcp(1, entry),
    () => policy.guardMcp('issues', 'srv'),
    () => policy.guardMcp('issues', entry, { variables: 1 }),
    () => policy.guardMcp('issues', entry, null),
  ]) {
    assert.throws(attempt, TypeError, `${attempt}`)
  }
})
