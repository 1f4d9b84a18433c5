/** Facts about HTTP tests in code. */
import type { Location } from '../location.ts';
import type { Method } from './program.ts';

export type TestAspect =
  | 'authn-negative'
  | 'authz-role'
  | 'authz-object'
  | 'response-exposure'
  | 'invalid-input'
  | 'status-code'
  | 'rate-limit'
  | 'schema-conformance'
  | 'abuse-case'
  | 'mass-assignment';

export type TestFact =
  /** One request of a test, with what is asserted of its answer. */
  | {
      readonly kind: 'test-assertion';
      readonly at: Location;
      /** Name of the test, with its suites before it. */
      readonly test: string;
      readonly method: Method;
      /** As sent, without query: parameters are already values, or `{}` where a value is computed. `{?}` in front: the base is computed. */
      readonly path: string;
      /** `none`: sent without; `bad`: an invalid, expired or tampered one; `valid`: one is attached; `second`: another principal's than the object's owner. */
      readonly credentials: 'none' | 'bad' | 'valid' | 'second' | 'unknown';
      readonly statuses: readonly number[];
      readonly aspects: readonly TestAspect[];
      /** Against the real handler; a stub, mock or placeholder host is not. */
      readonly target: 'real' | 'mock' | 'unknown';
    }
  /** A test that proves nothing: skipped, focused away, without assertion, with its guard mocked out. */
  | {
      readonly kind: 'test-theatre';
      readonly at: Location;
      /** As in `test-assertion`; empty when it holds for all tests of the file. */
      readonly test: string;
      readonly why:
        | 'skipped'
        /** A condition that is not in the tree decides whether it runs. */
        | 'may-be-skipped'
        /** It passes when its assertion fails. */
        | 'inverted'
        | 'no-assertion'
        | 'tautology'
        /** Its assertions are caught, or not reached when the request is let through. */
        | 'swallowed'
        | 'guard-mocked'
        | 'mock-target';
      /** What is replaced, for `guard-mocked`: the path of a module from the root of the tree without extension, or the name of a guard or package. */
      readonly what?: string;
    };
