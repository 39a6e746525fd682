import type {
  CallgateErrorFields,
  Diagnostic,
  DocumentOptions,
  LayerInput,
  PolicyMethods,
  PolicyOptions,
  Profile,
} from '../types.js'

export type * from '../types.js'

/**
 * Loads the module. In Node there is nothing to wait for; everywhere else nothing works before.
 *
 * @param module where it is, if not beside this file: a URL, a response, its bytes.
 */
export declare function init(
  module?: string | URL | Request | Response | Promise<Response> | BufferSource | WebAssembly.Module,
): Promise<void>

/** Why there is no answer: in the settings, or in what was asked. */
export declare class CallgateError extends Error implements CallgateErrorFields {
  readonly code: string
  readonly file: string
  readonly line?: number
  readonly column?: number
  readonly diagnostics: Diagnostic[]
}

export interface Policy extends PolicyMethods {}

/**
 * Settings, read, merged and compiled.
 *
 * @example
 * const policy = Policy.fromJson('{"permissions": {"deny": ["Bash(curl:*)"]}}')
 * policy.check('ls; curl example.com').verdict // 'deny'
 */
export declare class Policy {
  private constructor()

  /**
   * Reads settings documents of any number of layers.
   *
   * @throws CallgateError if a document cannot be read, unless the profile is `claude-code`.
   */
  static fromLayers(layers: readonly LayerInput[], options?: PolicyOptions): Policy

  /**
   * Reads the text of one settings document.
   *
   * @throws CallgateError if it cannot be read, unless the profile is `claude-code`.
   */
  static fromJson(settings: string, options?: DocumentOptions): Policy

  /** Gives the memory back at once, rather than when the policy is no longer reachable. */
  free(): void
  [Symbol.dispose](): void
}

/** What is wrong with settings or likely to be misread, document by document. */
export declare function lint(layers: readonly LayerInput[]): Diagnostic[]

/**
 * Decides a group of recorded calls, an object or the JSON of one. The answer is one JSON object a
 * line.
 */
export declare function batch(group: string | object, profile?: Profile): string
