// Takes the custom sections out of a WebAssembly module: no engine needs them to run it.
//
//     node strip-custom-sections.mjs MODULE
import { readFileSync, writeFileSync } from 'node:fs'

const file = process.argv[2]
const bytes = readFileSync(file)
/** Magic number and version. */
const HEADER = 8
const kept = [bytes.subarray(0, HEADER)]
for (let start = HEADER; start < bytes.length; ) {
  // The size of a section, behind its number, seven bits a byte.
  let [size, at, shift] = [0, start + 1, 0]
  do {
    size += (bytes[at] & 0x7f) * 2 ** shift
    shift += 7
  } while (bytes[at++] & 0x80)
  const end = at + size
  if (bytes[start] !== 0) kept.push(bytes.subarray(start, end))
  start = end
}
writeFileSync(file, Buffer.concat(kept))
