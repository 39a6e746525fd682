/** Why there is no answer: in the settings, or in what was asked. */
export class CallgateError extends Error {
  constructor({ message, code, file = '', line, column, diagnostics = [] }) {
    super(message)
    this.name = 'CallgateError'
    this.code = code
    this.file = file
    if (line !== undefined) this.line = line
    if (column !== undefined) this.column = column
    this.diagnostics = diagnostics
  }
}
