/** Verification by lcobucci/jwt. Source: its documentation, Validating tokens; version 3, README. */
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { valueOf } from '../../bindings.ts';
import { type Judged, judgedBy, unsound, withoutExpiry } from '../../judged-verification.ts';
import { importsOne, libraryNames } from '../../library-calls.ts';

const NAME = 'lcobucci/jwt';
const CONSTRAINT = 'Lcobucci\\JWT\\Validation\\Constraint.';
const PACKAGE = ['Lcobucci\\JWT'];

/** Who is asked whether a token fulfils constraints, by the method. */
const ASKS: ReadonlySet<string> = new Set(['validate', 'assert', 'parse']);

/** The constraints of a file are judged together, where the first call asks about some: two calls may share them. */
export function lcobucci(file: ProgramFile, site: CallSite): Judged | undefined {
  if (!importsOne(file, PACKAGE)) return undefined;
  const asking = file.calls.filter(({ name, receiver, call }) => ASKS.has(name) && receiver && call.args.length > 1);
  const named = asking.filter(one => constraintsOf(file, one).names.length > 0);
  const [first] = named;
  if (first?.call !== site.call) return ofVersionThree(file, site);
  // Constraints that another file brings along may be any.
  if (asking.some(one => constraintsOf(file, one).isOpen)) return undefined;
  const names = named.flatMap(one => constraintsOf(file, one).names);
  const has = (...wanted: readonly string[]): boolean => wanted.some(one => names.includes(one));
  if (!has('SignedWith', 'SignedWithOneInSet', 'SignedWithUntilDate'))
    return unsound(`${NAME} does not verify the signature`);
  if (!has('StrictValidAt', 'LooseValidAt', 'ValidAt')) return withoutExpiry(NAME, file.text, OWN_EXPIRY);
  return judgedBy(NAME, {
    algorithm: 'checked',
    issuer: has('IssuedBy') ? 'checked' : 'missing',
    audience: has('PermittedFor') ? 'checked' : 'missing',
  });
}

const OWN_EXPIRY = /->isExpired\(|['"]exp['"]/;

type Constraints = { readonly names: readonly string[]; readonly isOpen: boolean };

/** `$validator->assert($token, new SignedWith($signer, $key), ...$constraints)`. */
function constraintsOf(file: ProgramFile, { call, inside }: CallSite): Constraints {
  const names: string[] = [];
  let isOpen = false;
  for (const arg of call.args.slice(1)) {
    const value = valueOf(file, arg.kind === 'spread' ? arg.value : arg, inside);
    const items = value.kind === 'list' ? value.items : [value];
    for (const item of items) {
      const name = constraintIn(file, valueOf(file, item, inside), inside);
      if (name !== undefined) names.push(name);
      else isOpen = true;
    }
  }
  // A rule of the application's own may stand beside those of the library; it takes nothing away.
  return { names, isOpen: isOpen && (names.length === 0 || call.args.some(arg => arg.kind === 'spread')) };
}

function constraintIn(file: ProgramFile, value: Expr, inside: CallSite['inside']): string | undefined {
  if (value.kind !== 'call') return undefined;
  const name = libraryNames(file, value.callee, inside).find(one => one.startsWith(CONSTRAINT));
  return name?.slice(CONSTRAINT.length);
}

/** `$token->verify(new Sha256(), $key)` and `$token->validate($data)`. */
function ofVersionThree(file: ProgramFile, { call, name, receiver, inside }: CallSite): Judged | undefined {
  const [signer, key] = call.args;
  const isVerify = name === 'verify' && receiver !== undefined && key !== undefined && call.args.length === 2;
  const value = signer && valueOf(file, signer, inside);
  const isSigner =
    value?.kind === 'call' &&
    libraryNames(file, value.callee, inside).some(one => one.startsWith('Lcobucci\\JWT\\Signer\\'));
  if (!isVerify || !isSigner) return undefined;
  const data = dataOf(file);
  if (!data) return withoutExpiry(NAME, file.text, OWN_EXPIRY);
  return judgedBy(NAME, {
    algorithm: 'checked',
    issuer: data.includes('setIssuer') ? 'checked' : 'missing',
    audience: data.includes('setAudience') ? 'checked' : 'missing',
  });
}

/** What `new ValidationData()` is told to look for; undefined where the file makes none. */
function dataOf(file: ProgramFile): readonly string[] | undefined {
  const calls = file.calls.filter(({ call, inside }) =>
    libraryNames(file, call.callee, inside).includes('Lcobucci\\JWT.ValidationData'),
  );
  return calls.length === 0 ? undefined : file.calls.map(({ name }) => name).filter(name => name.startsWith('set'));
}

/** `$this->parser->parse($jwt)`, of a file that has nothing to verify a token by. */
export function parsesOnly(file: ProgramFile, { name, receiver, call }: CallSite): boolean {
  const isParse = name === 'parse' && receiver !== undefined && call.args.length === 1;
  return isParse && importsOne(file, PACKAGE) && !/->(?:validate|assert|verify)\(|SignedWith/.test(file.text);
}
