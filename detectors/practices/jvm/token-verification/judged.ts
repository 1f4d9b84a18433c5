/** What is said of places where libraries of the JVM verify tokens. */
import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr, FunctionNode } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { statementsIn } from '../statements.ts';
import { writtenSecret } from '../written-secret.ts';
import { type Verifier, verifierAt } from './verifiers.ts';

/** What is judged of a call that verifies a token, by a library of the JVM. */
export function jvmVerification(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const verifier = verifierAt(file, site);
  const judged = verifier && judge(file, site, verifier);
  return judged ? [{ kind: 'practice', at: site.call.nameAt, practice: 'token-verification', ...judged }] : [];
}

type Judged = Pick<PracticeFact, 'standing' | 'what' | 'hides'>;

function judge(file: ProgramFile, site: CallSite, { name, missing, fault, key, chain }: Verifier): Judged | undefined {
  if (fault !== undefined) return { standing: 'unsound', what: `${name} ${fault}` };
  const secret = key && writtenSecret(file, key);
  if (secret && !secret.isFallback)
    return {
      standing: 'unsound',
      what: `${name} verifies with a secret that is written in the code`,
      hides: [secret.at],
    };
  if (takesExpired(site.inside))
    return { standing: 'partial', what: `${name} leaves the expiry of tokens to other code` };
  if (missing === 'unknown') return undefined;
  if (missing.length === 0)
    return { standing: 'sound', what: `${name} checks signature, algorithm, issuer, audience and expiry` };
  // Whatever it was handed to may have told it to check more.
  return chain.isShared ? undefined : { standing: 'partial', what: `${name} does not check ${missing.join(', ')}` };
}

/** `catch (ExpiredJwtException e) { return e.getClaims(); }`: what has expired is taken all the same. */
function takesExpired(inside: readonly FunctionNode[]): boolean {
  const [fn] = inside;
  if (!fn) return false;
  return [...statementsIn(fn.body)].some(statement => {
    if (statement.kind !== 'attempt' || statement.caught?.kind !== 'name') return false;
    const { name, type } = statement.caught;
    if (!type || !/ExpiredJwtException/.test(type.text)) return false;
    return [...statementsIn(statement.handler)].some(
      inner => inner.kind === 'return' && inner.value !== undefined && isClaimsOf(inner.value, name),
    );
  });
}

function isClaimsOf(expr: Expr, caught: string): boolean {
  let current = expr;
  while (current.kind === 'call' || current.kind === 'member') {
    const called = current.kind === 'call' ? current.callee : current;
    if (called.kind === 'member' && /^(?:getClaims|claims)$/.test(called.name) && called.of.kind === 'name')
      return called.of.name === caught;
    if (called.kind !== 'member') return false;
    current = called.of;
  }
  return false;
}
