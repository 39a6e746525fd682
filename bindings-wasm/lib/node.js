// For Node and its like: the module is read from disk when this is imported.

import { readFileSync } from 'node:fs'
import { initSync } from '../pkg/callgate.js'
import { loaded } from './engine.js'

export * from './policy.js'

initSync({ module: readFileSync(new URL('../pkg/callgate_bg.wasm', import.meta.url)) })
loaded()

export async function init() {}
