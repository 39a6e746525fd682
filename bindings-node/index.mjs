import callgate from './index.cjs'

export const { CallgateError, Policy, VERDICTS, batch, init, lint } = callgate
