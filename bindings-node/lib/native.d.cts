// What the Rust half exports: see `src`.

/** A compiled policy. */
export class Policy {
  /** @throws Error with the JSON of a refusal as its message, as everything here. */
  constructor(layers: string, profile: string)
  /** The policy as it holds in a session, given as JSON. */
  guard(session: string): Guard
  /** What a member of a tool's input is: 0 for nothing that is read, 1 for the subject, 2 for more. */
  member(tool: string, name: string): number
  /** A guard for an MCP server, given as JSON like the variables that its entry may refer to. */
  guardMcp(name: string, entry: string, variables: string): McpGuard
  rules(): string
  diagnostics(): string
}

/** A policy as it holds in one session. */
export class Guard {
  private constructor()
  decide(tool: string, input: string | undefined): string
  explain(tool: string, subject: string): string
  /** The verdict of `decide`. */
  judge(): (tool: string, input: string | undefined) => number
  /** The verdict of `explain` for one tool. */
  verdict(tool: string): (subject: string) => number
  decideMany(calls: string): Promise<Rulings>
}

/** What stands between an agent and one MCP server. */
export class McpGuard {
  private constructor()
  server(): string
  decide(request: string, session: string): string
  offers(tool: string, session: string): boolean
}

/** What is said of a list of calls, in its order. */
export interface Rulings {
  verdicts: Uint8Array
  rules: Int32Array
}

export function lint(layers: string): string
export function batch(group: string, profile: string): string
