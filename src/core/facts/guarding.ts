/** What a guard, and anything else on the way to a handler, does to a request. */

/** What a guard does to a request that carries no (valid) credential. */
export type GuardEffect =
  /** Refused. */
  | 'required'
  /** Let through; the credential is read when present. */
  | 'optional'
  /** Not about authentication. */
  | 'none'
  /** Cannot be told. */
  | 'unknown';

export type Mechanism =
  | 'jwt'
  | 'bearer'
  | 'session'
  | 'basic'
  | 'api-key'
  | 'oauth2'
  | 'oidc'
  | 'mtls'
  | 'signature'
  | 'custom';

/** What a guard that only reads a credential does when there is none: `demanded`, it refuses; `if-sent`, it gives nothing. */
export type Handing = 'demanded' | 'if-sent';

/** Why a limiter stops nobody: a bound out of reach, one counter for all, or a condition that lets everything pass. */
export type LimitsNothing = { readonly kind: 'absurd' | 'keyless' | 'skipped'; readonly why: string };

/** What a function on the way does to a request besides authentication. */
export type Control =
  /** Refuses requests of the wrong form. */
  | 'validation'
  /** States rules of form; nothing is refused until a check asks for their result (`express-validator`). */
  | 'validation-rule'
  /** Asks for the result of such rules, and refuses by it. */
  | 'validation-check'
  /** Refuses bodies and queries that break the decorators of the class they are typed by. */
  | 'class-validation'
  /** Converts or refuses the one parameter that it is put on. */
  | 'parameter-validation'
  /** Refuses what the API description does not allow. */
  | 'contract'
  | 'secure-headers'
  /** Answers any origin, and allows its credentials. */
  | 'open-cors'
  /** Answers origins that are named. */
  | 'named-cors'
  /** The name of the framework is not sent along. */
  | 'hidden-framework'
  /** Shows the text of errors to whoever asks. */
  | 'debug-pages'
  /** Turns every failure behind it into an answer. */
  | 'error-mapper'
  /** Shows what an exception says to whoever asked. */
  | 'error-leak'
  /** Takes the body as an object of a class that a database stores, or gives one back. */
  | 'stored-body'
  | 'stored-answer'
  /** Gives back a class of its own, whose fields are all there is in the answer. */
  | 'declared-answer'
  /** Lets a caller go on only so often. */
  | 'limiter';

/**
 * When a function put beside guards runs: `pipe` with the parameters of the handler, `error` when something has failed.
 * Neither decides who may call.
 */
export type Stage = 'pipe' | 'error';
