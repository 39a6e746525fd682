// Names the functions of a module in the order in which they compress best: order-functions.mjs IN OUT
//
// gzip finds what was there before only in the last 32 kB, and compilers leave functions that are much
// alike far from each other. Each function is put behind those that it has most in common with; the
// order goes into the module as names, by which `wasm-opt --reorder-functions-by-name` sorts.
import { readFileSync, writeFileSync } from 'node:fs'
import { deflateRawSync } from 'node:zlib'

/** What gzip looks back at. */
const WINDOW = 32_000
/** The orders that are tried. Which of them compresses best, nobody can tell before. */
const TRIES = [5, 6, 7].flatMap((piece) =>
  [10, 20, 40].flatMap((common) => [0.7, 0.8].map((power) => ({ piece, common, power }))),
)

const IMPORTS = 2
const CODE = 10

class Reader {
  constructor(bytes, at = 0, end = bytes.length) {
    Object.assign(this, { bytes, at, end })
  }
  byte() {
    return this.bytes[this.at++]
  }
  /** An unsigned number in LEB128. */
  number() {
    let value = 0
    for (let shift = 1; ; shift *= 128) {
      const byte = this.byte()
      value += (byte & 127) * shift
      if (byte < 128) return value
    }
  }
  /** As many bytes as the number in front of them says. */
  block() {
    const length = this.number()
    this.at += length
    return new Reader(this.bytes, this.at - length, this.at)
  }
  get rest() {
    return this.bytes.subarray(this.at, this.end)
  }
}

function* sections(module) {
  const reader = new Reader(module, 8)
  while (reader.at < reader.end) yield [reader.byte(), reader.block()]
}

function countImportedFunctions(section) {
  let functions = 0
  for (let left = section.number(); left > 0; left--) {
    section.block()
    section.block()
    const kind = section.byte()
    // What wasm-bindgen imports are functions, and nothing else.
    if (kind !== 0) throw new Error(`an import of kind ${kind}`)
    section.number()
    functions++
  }
  return functions
}

const bodiesOf = (section) => Array.from({ length: section.number() }, () => section.block().rest)

/**
 * The pieces of all functions as numbers: each function's own, and the functions that have each. A piece
 * in more than `common` functions says nothing about which of them are alike.
 */
function piecesOf(bodies, { piece, common }) {
  const ids = new Map()
  const own = bodies.map((body) => {
    const found = new Set()
    for (let at = 0; at + piece <= body.length; at++) {
      let key = 0
      for (let i = 0; i < piece; i++) key = key * 256 + body[at + i]
      if (!ids.has(key)) ids.set(key, ids.size)
      found.add(ids.get(key))
    }
    return [...found]
  })
  const holders = Array.from({ length: ids.size }, () => [])
  own.forEach((pieces, index) => pieces.forEach((piece) => holders[piece].push(index)))
  return { own, holders: holders.map((list) => (list.length <= common ? list : [])) }
}

/**
 * The functions, each behind those within the window that it has most in common with, for its length to
 * the power of `power`.
 */
function order(bodies, wanted) {
  const { own, holders } = piecesOf(bodies, wanted)
  const shared = new Float64Array(bodies.length)
  const inWindow = new Uint32Array(holders.length)
  const left = new Set(bodies.keys())
  const ordered = []
  let windowStart = 0
  let windowLength = 0

  const count = (index, step, threshold) => {
    for (const piece of own[index]) {
      inWindow[piece] += step
      if (inWindow[piece] === threshold) for (const holder of holders[piece]) shared[holder] += step
    }
    windowLength += step * bodies[index].length
  }
  const worth = (index) => shared[index] / (own[index].length + 20) ** wanted.power
  const best = (weigh) => {
    let found
    for (const index of left) if (found === undefined || weigh(index) > weigh(found)) found = index
    return found
  }

  for (let next = best((index) => bodies[index].length); next !== undefined; next = best(worth)) {
    left.delete(next)
    ordered.push(next)
    count(next, 1, 1)
    while (windowLength > WINDOW && windowStart < ordered.length - 1) count(ordered[windowStart++], -1, 0)
  }
  return ordered
}

function number(value) {
  const bytes = []
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value & 127) | 128)
  return [...bytes, value]
}
const block = (bytes) => [...number(bytes.length), ...bytes]
const text = (string) => block([...Buffer.from(string)])

/** A section with the name of each function: its place, in as many digits as all have. */
function nameSection(places, imported) {
  const names = places
    .map((index, place) => [imported + index, String(place).padStart(6, '0')])
    .sort(([a], [b]) => a - b)
    .flatMap(([index, name]) => [...number(index), ...text(name)])
  return [0, ...block([...text('name'), 1, ...block([...number(places.length), ...names])])]
}

const [input, output] = process.argv.slice(2)
const module = readFileSync(input)
const found = new Map(sections(module))
const imported = found.has(IMPORTS) ? countImportedFunctions(found.get(IMPORTS)) : 0
const bodies = bodiesOf(found.get(CODE))
const size = (places) => deflateRawSync(Buffer.concat(places.map((index) => bodies[index])), { level: 9 }).length
const orders = TRIES.map((wanted) => order(bodies, wanted)).map((places) => ({ places, size: size(places) }))
const { places } = orders.reduce((best, next) => (next.size < best.size ? next : best))
writeFileSync(output, Buffer.concat([module, Buffer.from(nameSection(places, imported))]))
