'use strict'

const { readFileSync } = require('node:fs')
const { object, wrongType } = require('./arguments.cjs')

/**
 * Reads settings files into layers, each named for its path if it has no other name.
 *
 * @param {unknown} files
 */
function read(files) {
  if (!Array.isArray(files)) throw wrongType('files', 'an array', files)
  return files.map((file, index) => {
    const { path, ...place } = /** @type {import('../index.cjs').FileLayer} */ (
      object(file, `file ${index}`)
    )
    return { name: String(path), ...place, text: decoded(readFileSync(path)) }
  })
}

/**
 * The text of a file. One that is no UTF-8 must not be read as if it said something else.
 *
 * @param {Buffer} bytes
 */
function decoded(bytes) {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
}

module.exports = { read }
