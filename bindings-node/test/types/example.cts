// The same types for CommonJS.
import callgate = require('callgate')

const policy: callgate.Policy = callgate.Policy.fromJson('{}')
const verdict: callgate.Verdict = policy.check('ls').verdict

export = verdict
