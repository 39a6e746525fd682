import type {
  CallgateErrorFields,
  Decision,
  Diagnostic,
  DocumentOptions,
  LayerInput,
  LayerPlace,
  McpDecision,
  McpServerEntry,
  PolicyMethods,
  PolicyOptions,
  Profile,
  Rule,
  ServerDecision,
  Session,
  ToolCall,
  Verdict,
} from './types'

export type * from './types'

/** A settings document in a file. Its name is its path, if it has no other. */
export interface FileLayer extends LayerPlace {
  path: string | URL
}

/** What is said of many calls, in their order. */
export interface Rulings {
  /** The verdict on each call, as an index into `VERDICTS`. */
  verdicts: Uint8Array
  /** The deciding rule of each call, as an index into `policy.rules`; -1 where no rule decided. */
  rules: Int32Array
}

/** The verdicts by number, from the weakest to the strictest. */
export const VERDICTS: readonly ['allow', 'ask', 'deny']

/**
 * Rules and settings of all layers, ready to decide.
 *
 * @example
 * const policy = Policy.fromLayers([
 *   { source: 'user', settings: { permissions: { deny: ['Bash(git push:*)'] } } },
 * ])
 * policy.verdict('Bash', 'git push') // 'deny'
 */
export class Policy implements PolicyMethods {
  private constructor()

  /**
   * Reads, merges and compiles settings layers. Their order does not matter, except among those of
   * one source, where later ones are stronger.
   *
   * @throws TypeError if `layers` is no array of objects.
   * @throws CallgateError if a document cannot be read; it says which, where and why.
   */
  static fromLayers(layers: readonly LayerInput[], options?: PolicyOptions): Policy

  /**
   * A policy of one document.
   *
   * @throws CallgateError if the document cannot be read.
   */
  static fromJson(text: string, options?: DocumentOptions): Policy

  /**
   * A policy of documents in files, read at once.
   *
   * @throws Error of Node if a file cannot be read, one that is not there included.
   * @throws CallgateError if a document cannot be read.
   */
  static fromFiles(files: readonly FileLayer[], options?: PolicyOptions): Policy

  decide(call: ToolCall, session?: Session): Decision
  verdict(tool: string, subject: string, session?: Session): Verdict
  check(command: string, session?: Session): Decision

  /**
   * Decides many calls on the threads of Node's pool, while this thread goes on.
   *
   * The promise rejects with the errors that `decide` throws; the message names the call.
   */
  decideMany(calls: Iterable<ToolCall>, session?: Session): Promise<Rulings>

  /**
   * A guard for one MCP server, which a configuration calls `name` and describes with `server`.
   *
   * @throws CallgateError if the client would not take the server, with the code `invalid-server`.
   */
  guardMcp(name: string, server: McpServerEntry, options?: McpGuardOptions): McpGuard

  readonly rules: Rule[]
  readonly diagnostics: Diagnostic[]
  readonly profile: Profile
}

/** What an entry of an MCP server depends on. */
export interface McpGuardOptions {
  /** The variables that `${NAME}` in entries stands for: `process.env`, for instance. */
  variables?: Record<string, string | undefined>
}

/** What stands between an agent and one MCP server. */
export interface McpGuard {
  /** May the server be used at all, and why? */
  readonly server: ServerDecision

  /**
   * Decides about a `tools/call` request, a JSON-RPC message or the text of one.
   *
   * @throws CallgateError with the code `invalid-request` if it is none: do not pass it on then.
   */
  decide(request: object | string, session?: Session): McpDecision

  /** Could any call of this tool be allowed, by a rule or by the person who is asked? */
  offers(tool: string, session?: Session): boolean

  /** The tools of an answer to `tools/list` that are worth showing to the agent. */
  filter<T extends { name: string }>(tools: readonly T[], session?: Session): T[]
}

/**
 * What is wrong with settings, or likely to be misread.
 *
 * @throws TypeError if `layers` is no array of objects.
 */
export function lint(layers: readonly LayerInput[]): Diagnostic[]

/**
 * Decides a group of recorded calls, an object or the JSON of one; the answer is one JSON object a
 * line. This is the form in which callgate keeps its test data.
 *
 * @throws CallgateError if `group` is no group of calls.
 */
export function batch(group: string | object, profile?: Profile): string

/**
 * Does nothing. In a browser this package is WebAssembly, which must be loaded before it is used:
 * programs that run here and there await this first.
 */
export function init(): Promise<void>

/** What is thrown where an argument is of the right type, but cannot be used. */
export class CallgateError extends Error implements CallgateErrorFields {
  code: string
  file: string
  line?: number
  column?: number
  diagnostics: Diagnostic[]
}
