import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr, FunctionNode, Statement } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { nodesIn } from '../../../routes/javascript/values.ts';
import { pathsOf } from '../../../routes/rust/chains.ts';
import { type Judged, judgedBy, unsound } from '../../judged-verification.ts';
import { isFalse } from '../../calls.ts';

export const tokenVerificationRust = defineDetector({
  id: 'token-verification-rust',
  title: 'Verification of tokens in Rust (jsonwebtoken)',
  kind: 'practice',
  docs: 'https://docs.rs/jsonwebtoken/latest/jsonwebtoken/struct.Validation.html',
  reads: 'rust',
  files: ['**/*.rs'],
  words: ['jsonwebtoken'],
  emits: ['practice'],
  limits: [
    'A validation is judged by the function that makes it; one that is handed on to others, or made from settings, may be told more there.',
    'That the issuer or the audience is looked at by code of its own is told by comparisons in the same file.',
    'Reading a token without verifying it counts only where the same file makes no other validation.',
  ],
  version: 1,
  detect: file => {
    const made = file.calls.flatMap(site => {
      const judged = validation(file, site);
      return judged ? [{ site, judged }] : [];
    });
    // Whoever verifies as well may read what a token says of its key first.
    const verified = made.filter(({ judged }) => judged !== UNVERIFIED);
    const found = verified.length > 0 ? verified : made;
    return found.map(({ site, judged }): PracticeFact => ({
      kind: 'practice',
      at: site.call.nameAt,
      practice: 'token-verification',
      ...judged,
    }));
  },
});

const NAME = 'jsonwebtoken';
const UNVERIFIED = unsound(`${NAME} does not verify the signature`);

const MAKERS: ReadonlySet<string> = new Set([
  'jsonwebtoken::Validation::new',
  'jsonwebtoken::Validation::default',
  'jsonwebtoken::Validation',
]);

/** What a function says of the validation that it makes: `v.set_issuer(…)`, `v.validate_exp = false`, `Validation { iss: …, .. }`. */
function validation(file: ProgramFile, site: CallSite): Judged | undefined {
  const { call, inside } = site;
  const [path] = pathsOf(file, call.callee).filter(one => MAKERS.has(one));
  const [fn] = inside;
  if (path === undefined) return undefined;
  // `Validation { iss: x, ..Validation::default() }` is judged as a whole.
  if (!path.endsWith('::Validation') && isRest(file, site)) return undefined;
  const said = [...fieldsOf(call.args), ...(fn ? toldIn(fn) : [])];
  const has = (...names: readonly string[]): boolean => said.some(({ name }) => names.includes(name));
  if (has('insecure_disable_signature_validation')) return UNVERIFIED;
  if (said.some(({ name, value }) => name === 'validate_exp' && isFalse(value))) return withoutExpiry(file);
  return judgedBy(NAME, {
    algorithm: 'checked',
    issuer: told(has('set_issuer', 'iss') || /\.iss\b\s*[!=]=|[!=]=\s*&?\w*\.iss\b/.test(file.text)),
    audience: told(has('set_audience', 'aud') || /\.aud\b(?:\s*[!=]=|\.contains)/.test(file.text)),
  });
}

/** Code that looks at the expiry takes the place of the check; where no token is decoded here, it may stand elsewhere. */
function withoutExpiry(file: ProgramFile): Judged | undefined {
  if (/\.exp\b|\bis_expired\b/.test(file.text))
    return { standing: 'partial', what: `${NAME} leaves the expiry of tokens to other code` };
  const decodes = file.calls.some(({ call }) => pathsOf(file, call.callee).includes('jsonwebtoken::decode'));
  return decodes ? unsound(`${NAME} ignores the expiry of tokens`) : undefined;
}

function told(isChecked: boolean): 'checked' | 'missing' {
  return isChecked ? 'checked' : 'missing';
}

function isRest(file: ProgramFile, { call, inside }: CallSite): boolean {
  return file.calls.some(
    outer =>
      outer.inside[0] === inside[0] &&
      outer.call.args.some(arg => arg.kind === 'spread' && arg.value === call) &&
      pathsOf(file, outer.call.callee).some(path => MAKERS.has(path)),
  );
}

type Told = { readonly name: string; readonly value?: Expr };

function fieldsOf(args: readonly Expr[]): readonly Told[] {
  return args.flatMap(arg => (arg.kind === 'named' ? [{ name: arg.name, value: arg.value }] : []));
}

/** What is called and assigned on anything in a function, by its last name: programs make one validation a function. */
function toldIn({ body }: FunctionNode): readonly Told[] {
  const found: Told[] = [];
  for (const node of nodesIn(body)) {
    // The generic walk has forgotten the types of what it passes.
    const one = node as unknown as Expr | Extract<Statement, { kind: 'assign' }>;
    if (one.kind === 'assign' && one.target.kind === 'member') found.push({ name: one.target.name, value: one.value });
    if (one.kind === 'call' && one.callee.kind === 'member') found.push({ name: one.callee.name });
  }
  return found;
}
