'use strict'

/**
 * The names under which builds for this machine are kept, the likeliest first. Linux has two C
 * libraries; a build for the other one does not load.
 *
 * @returns {string[]}
 */
function names() {
  const platform = `${process.platform}-${process.arch}`
  return process.platform === 'linux' ? [`${platform}-gnu`, `${platform}-musl`] : [platform]
}

module.exports = { names }
