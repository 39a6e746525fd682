/**
 * The shapes that `callgate` and `callgate-wasm` share.
 *
 * Offsets are UTF-16 code units, so that `text.slice(span.start, span.end)` is the text meant.
 * Fields and members of unions are only ever added: treat what you do not know as the stricter case.
 */

/** The answer for a call, from the weakest to the strictest. */
export type Verdict = 'allow' | 'ask' | 'deny'

/** The list that a rule stands in. */
export type List = 'deny' | 'ask' | 'allow'

/** Where a settings document comes from. For single values the first one named here is strongest. */
export type Source = 'managed' | 'flag' | 'local' | 'project' | 'user'

/** The permission mode of a session. */
export type Mode = 'default' | 'acceptEdits' | 'plan' | 'auto' | 'dontAsk' | 'bypassPermissions'

/**
 * Whose reading of the rules counts: `enforce` takes them as their authors meant them,
 * `claude-code` as the client does.
 */
export type Profile = 'enforce' | 'claude-code'

/** A piece of a text: from `start` up to, not including, `end`. */
export interface Span {
  start: number
  end: number
}

/** What a part of a call is. */
export type PartKind =
  | 'call'
  | 'command'
  | 'read'
  | 'write'
  | 'host'
  | 'parameter'
  | 'directory'

/** A rule in the settings decided. */
export interface RuleReason {
  kind: 'rule'
  /** The rule as written. */
  rule: string
  list: List
  source: Source
  /** The name of the document that it stands in. */
  file: string
  /** Its place in its list, from 0. */
  index: number
  /** Where it stands in the document: the JSON string with its quotes. */
  span: Span
}

/** Something that holds without any rule decided. */
export interface BuiltInReason {
  kind: 'built-in'
  /** A stable name in kebab case: `no-rule`, `read-only`. */
  code: string
}

/** What decided. */
export type Reason = RuleReason | BuiltInReason

/** A piece of a call: a simple command, a file, a host. */
export interface Part {
  kind: PartKind
  /** The piece as the rules saw it: quotes removed, path made absolute, host alone. */
  text: string
  /** Where it stands in the command, path or URL. Absent if it stands nowhere in particular. */
  span?: Span
  /** The answer for this piece alone. */
  verdict: Verdict
  reason: Reason
}

/** What callgate says of one call, as plain data: what JSON holds of a `Decision`. */
export interface PlainDecision {
  verdict: Verdict
  reason: Reason
  /** The reason in words. */
  message: string
  /** What would have to change for another answer. */
  advice?: string
  /** The tool that was called. */
  tool: string
  /** The mode in which the call was judged. */
  mode: Mode
  profile: Profile
  /** What the call would do, piece by piece. */
  parts: Part[]
}

/**
 * What callgate says of one call. The verdict is known at once; the rest, which takes several times
 * as long, is worked out when any of it is first looked at.
 *
 * Copies (`{ ...decision }`, `structuredClone`, `postMessage`) have the verdict alone: make them of
 * `decision.toJSON()`.
 */
export declare class Decision {
  private constructor()
  readonly verdict: Verdict
  get reason(): Reason
  /** The reason in words. */
  get message(): string
  /** What would have to change for another answer. */
  get advice(): string | undefined
  /** The tool that was called. */
  get tool(): string
  /** The mode in which the call was judged. */
  get mode(): Mode
  get profile(): Profile
  /** What the call would do, piece by piece. */
  get parts(): Part[]

  /** All of it as plain data. */
  toJSON(): PlainDecision
}

/** How much a finding matters. */
export type Severity = 'info' | 'warning' | 'error'

/** A finding about a settings document. */
export interface Diagnostic {
  severity: Severity
  /** A stable name in kebab case: `inert-path-tool`. */
  code: string
  /** What is the matter, and what happens at present. */
  message: string
  /** What to write instead. */
  help?: string
  /** The name of the document. */
  file: string
  /** What it is about. Absent if it is about the whole document. */
  span?: Span
}

/** A rule that is in force: the reason that it is for a decision. */
export type Rule = RuleReason

/** What every settings layer says, however its document is given. */
export interface LayerPlace {
  source: Source
  /** What to call it in messages: a file name, usually. The source if absent. */
  name?: string
  /** The directory that `/path` rules of the document start from, absolute. */
  directory?: string
  /** Has the user trusted the folder that it comes from? `true` if absent. */
  trusted?: boolean
}

/** A settings document as text. Spans are those of this text. */
export interface TextLayer extends LayerPlace {
  text: string
  settings?: undefined
}

/** A settings document as an object. Spans are those of its `JSON.stringify`. */
export interface ObjectLayer extends LayerPlace {
  settings: object
  text?: undefined
}

/** One settings document. */
export type LayerInput = TextLayer | ObjectLayer

/** A tool call as an agent makes it. */
export interface ToolCall {
  tool: string
  /** The tool's input: `{ command: 'git push' }`. */
  input?: object
}

/** Where and how a session makes its calls. */
export interface Session {
  /** The working directory, absolute. `/home/dev/project` if absent. */
  cwd?: string
  /** The home directory, absolute. `/home/dev` if absent. */
  home?: string
  /** The mode; the one that the settings name if absent. `manual` is another name of `default`. */
  mode?: Mode | 'manual' | null
  /** Symbolic links by absolute path, with what they hold. */
  links?: Record<string, string>
}

/** How rules are read. */
export interface PolicyOptions {
  /** `enforce` if absent. */
  profile?: Profile
}

/** How one document is read. */
export interface DocumentOptions extends PolicyOptions {
  /** The layer that the document stands for; `user` if absent. */
  source?: Source
}

/** What an error says beside its message. */
export interface CallgateErrorFields {
  /**
   * What went wrong: the code of the first fatal diagnostic, or `invalid-layers`, `invalid-call`,
   * `invalid-session`, `invalid-profile`, `invalid-group`, `invalid-server`, `invalid-variables`,
   * `invalid-request`, `too-long`.
   */
  code: string
  /** The document that it is in; empty if it is in none. */
  file: string
  /** Its line there, from 1. */
  line?: number
  /** Its column there in characters, from 1. */
  column?: number
  /** Everything that was found. */
  diagnostics: Diagnostic[]
}

/** What a compiled policy answers. */
export interface PolicyMethods {
  /**
   * Decides a call. The decision explains itself when it is asked to.
   *
   * @throws TypeError if `call` or `session` is not of its type, or is an object with cycles.
   * @throws CallgateError if the session names what is unknown, or the call is too long.
   */
  decide(call: ToolCall, session?: Session): Decision

  /**
   * Decides a call of which only the main argument matters: the command, path, URL or name.
   * The same verdict as that of `decide`.
   */
  verdict(tool: string, subject: string, session?: Session): Verdict

  /** Decides a Bash command: `decide` in short. */
  check(command: string, session?: Session): Decision

  /** The rules in force. */
  readonly rules: Rule[]

  /** What is wrong with the settings or likely to be misread. */
  readonly diagnostics: Diagnostic[]

  /** Whose reading of the rules this is. */
  readonly profile: Profile
}

/** An MCP server as a configuration describes it: an entry of `mcpServers`. */
export interface McpServerEntry {
  /** `stdio` if absent. */
  type?: 'stdio' | 'http' | 'streamable-http' | 'sse' | 'ws' | 'sdk'
  /** The program that is started, and its arguments. */
  command?: string
  args?: string[]
  /** Where the server is reached. */
  url?: string
}

/** An entry of a list of servers decided. */
export interface ServerEntryReason {
  kind: 'entry'
  /** The entry as written. */
  entry: string
  /** `deny` for `deniedMcpServers`, `allow` for `allowedMcpServers`. */
  list: 'deny' | 'allow'
  source: Source
  /** The name of the document that it stands in. */
  file: string
  /** Its place in its list, from 0. */
  index: number
  /** Where it stands in the document. */
  span: Span
}

/** There is an allow list, and no entry that could count meets the server. */
export interface ServerNotListedReason {
  kind: 'not-listed'
  /** Its name stands in the list, but names do not count beside entries for servers of its kind. */
  name_ignored: boolean
}

/** Something other than a list decided about a server. */
export interface ServerBuiltInReason {
  kind:
    | 'no-allow-list'
    | 'in-process'
    | 'provided'
    | 'exclusive'
    | 'unreadable-url'
    | 'unreadable-settings'
}

/** What callgate says of one MCP server. */
export interface ServerDecision {
  /** The server's name. */
  server: string
  /** May it be used? */
  taken: boolean
  reason: ServerEntryReason | ServerNotListedReason | ServerBuiltInReason
  /** The reason in words. */
  message: string
  /** What would have to change for another answer. */
  advice?: string
}

/** What callgate says of one `tools/call` request. */
export interface McpDecision {
  /** A server that is not taken denies every call; otherwise the rules decide. */
  verdict: Verdict
  /** The reason in words. */
  message: string
  server: ServerDecision
  /** What the rules say of the call. Absent if the server is not taken. */
  tool?: PlainDecision
}
