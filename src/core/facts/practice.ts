/** Facts about what code does at one place with tokens, secrets, requests and answers. Derivers read them; the linker does not. */
import type { Location } from '../location.ts';

export type Practice =
  /** A token is checked. `partial`: its signature is, and not all of algorithm, issuer, audience and expiry. */
  | 'token-verification'
  /** A token is issued, rotated or revoked. */
  | 'token-life'
  /** A credential stands in the tree. `partial`: as the fallback of one that is configured. */
  | 'secret'
  /** A request to another API is sent. */
  | 'outbound'
  /** A request's answer is shaped, or holds a stored object as it is. */
  | 'response'
  /** A request's body reaches a stored object as it is. `partial`: where its model takes every field. */
  | 'body-binding'
  /** The caller's identity decides which object is looked up. */
  | 'ownership';

export type PracticeFact = {
  readonly kind: 'practice';
  readonly at: Location;
  readonly practice: Practice;
  readonly standing: 'sound' | 'partial' | 'unsound';
  /** What is done there, for people; never the secret itself. */
  readonly what: string;
  /** Literals that no excerpt of it may show. */
  readonly hides?: readonly Location[];
  /** The model that writes the answer, or that the body is bound to, by its name; without `inside`, one that takes every field there is (`*`: all of them), or, where that is `sound`, names its fields. */
  readonly model?: string;
  /** Functions around it, innermost first: by these it is on an operation or is not. */
  readonly inside?: readonly Location[];
  /** The call that registers the operations it is on. */
  readonly covers?: Location;
  /** Stated before the handler (a schema, a serializer), so that whatever the handler does, it holds. */
  readonly isDeclared?: true;
  /** It is on every operation of its component. */
  readonly isEverywhere?: true;
  /** It counts only where another fact of its component `says` this: what it hangs on stands in another file. */
  readonly holdsIf?: string;
  readonly says?: string;
};
