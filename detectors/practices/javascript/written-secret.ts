/** Whether what is passed as a secret is written in the code. */
import type { Location } from '../../../src/core/location.ts';
import type { Expr, FunctionNode } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { valueOf } from '../bindings.ts';

export type WrittenSecret = {
  /** A literal that takes the place of one that is not configured. */
  readonly isFallback: boolean;
  readonly text: string;
  /** The literal, which no excerpt may show. */
  readonly at: Location;
};

const MOST_STEPS = 10;

/**
 * Follows names, members of constant records, casts and encoders to a literal. An empty text is a secret that everyone
 * knows. Words that stand for a secret (`<your-secret>`, `changeme`) are as public as any literal where they are passed
 * to a library; a key that says it is public is none.
 */
export function writtenSecret(
  file: ProgramFile,
  expr: Expr,
  inside: readonly FunctionNode[],
  left = MOST_STEPS,
): WrittenSecret | undefined {
  if (left === 0) return undefined;
  const next = (inner: Expr): WrittenSecret | undefined => writtenSecret(file, inner, inside, left - 1);
  switch (expr.kind) {
    case 'text':
      return isSecretText(expr.value) ? { isFallback: false, text: expr.value, at: expr.at } : undefined;
    case 'choice': {
      // Of `isTest ? 'x' : config.secret` nobody knows which one runs.
      const otherwise = next(expr.otherwise);
      return otherwise && { ...otherwise, isFallback: true };
    }
    case 'name':
    case 'member': {
      const value = valueOf(file, expr, inside);
      return value === expr ? undefined : next(value);
    }
    case 'call': {
      // `Buffer.from('…', 'hex')`, `new TextEncoder().encode('…')`.
      const isEncoder = expr.callee.kind === 'member' && ['from', 'encode'].includes(expr.callee.name);
      const [first] = expr.args;
      return isEncoder && first ? next(first) : undefined;
    }
    default:
      return undefined;
  }
}

/** A public key, an address and a path to a file are no secrets. */
function isSecretText(text: string): boolean {
  return !/-----BEGIN (?:[A-Z]+ )?(?:PUBLIC KEY|CERTIFICATE)/.test(text) && !/^(?:\.{0,2}\/|https?:)/.test(text);
}
