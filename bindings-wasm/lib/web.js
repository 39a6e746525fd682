// For browsers and bundlers: the module is fetched when `init` is called.

import load from '../pkg/callgate.js'
import { loaded } from './engine.js'

export * from './policy.js'

let loading

export function init(module) {
  loading ??= load(module === undefined ? undefined : { module_or_path: module }).then(loaded)
  loading.catch(() => (loading = undefined))
  return loading
}
