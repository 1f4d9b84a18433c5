/** Whether what is passed as a secret is written in the code. */
import type { PracticeFact } from '../../src/core/facts/practice.ts';
import { type Location, placeOf } from '../../src/core/location.ts';
import type { CallExpr, Expr, FunctionNode } from '../../src/core/program.ts';
import type { ProgramFile } from '../../src/parse/program-file.ts';
import { valueOf } from './bindings.ts';
import { isPlaceholder, looksRandom } from './placeholder-secret.ts';

export type WrittenSecret = {
  /** A literal that takes the place of one that is not configured. */
  readonly isFallback: boolean;
  readonly text: string;
  /** The literal, which no excerpt may show. */
  readonly at: Location;
};

type Inside = readonly FunctionNode[];

/** How a language writes a secret in another form, and where it looks one up. */
export type SecretForms = {
  /** Calls whose result is their first argument in another form, by their last name: `Buffer.from('…')`. */
  readonly encoders: ReadonlySet<string>;
  /** Methods whose result is what they are called on in another form: `'…'.encode()`. */
  readonly same: ReadonlySet<string>;
  /** What a call that looks a setting up gives where nothing is set. */
  readonly fallback?: (file: ProgramFile, call: CallExpr, inside: Inside) => Expr | undefined;
  /** What the file itself puts where a name or member looks. */
  readonly configured?: (file: ProgramFile, expr: Expr) => Expr | undefined;
};

const MOST_STEPS = 10;

/**
 * Follows names, members of constant records, casts and encoders to a literal. An empty text is a secret that everyone
 * knows. Words that stand for a secret (`<your-secret>`, `changeme`) are as public as any literal where they are passed
 * to a library; a key that says it is public is none.
 */
export function writtenSecretIn(
  file: ProgramFile,
  expr: Expr,
  inside: Inside,
  forms: SecretForms,
  left = MOST_STEPS,
): WrittenSecret | undefined {
  if (left === 0) return undefined;
  const next = (inner: Expr): WrittenSecret | undefined => writtenSecretIn(file, inner, inside, forms, left - 1);
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
      const value = forms.configured?.(file, expr) ?? valueOf(file, expr, inside);
      return value === expr ? undefined : next(value);
    }
    case 'call': {
      const { callee, args } = expr;
      const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
      const [first] = args;
      if (callee.kind === 'member' && forms.same.has(name) && args.every(({ kind }) => kind !== 'text'))
        return next(callee.of);
      if (forms.encoders.has(name) && first) return next(first);
      const fallback = forms.fallback?.(file, expr, inside);
      const written = fallback && next(fallback);
      return written && { ...written, isFallback: true };
    }
    default:
      return undefined;
  }
}

/** A public key, an address and a path to a file are no secrets. */
export function isSecretText(text: string): boolean {
  return !/-----BEGIN (?:[A-Z]+ )?(?:PUBLIC KEY|CERTIFICATE)/.test(text) && !/^(?:\.{0,2}\/|https?:)/.test(text);
}

/**
 * The fact that a secret is written in the code; none for an empty text, which nobody can tell from one that is filled in
 * later, and for placeholders. `isAccount`: a password may stand for an account of a local database: only one that no word is made of counts.
 */
export function secretFact(
  secret: WrittenSecret | undefined,
  what: string,
  isAccount: boolean | undefined,
): readonly PracticeFact[] {
  if (!secret || secret.text === '' || isPlaceholder(secret.text)) return [];
  if (isAccount && !looksRandom(secret.text)) return [];
  return [
    {
      kind: 'practice',
      at: secret.at,
      practice: 'secret',
      standing: secret.isFallback ? 'partial' : 'unsound',
      what: `${what} is written in the code${secret.isFallback ? ' as the fallback of a configured one' : ''}`,
      hides: [secret.at],
    },
  ];
}

/** A constant that several calls take is one secret. */
export function distinctSecrets(facts: readonly PracticeFact[]): readonly PracticeFact[] {
  return facts.filter((fact, index) => facts.findIndex(({ at }) => placeOf(at) === placeOf(fact.at)) === index);
}

/** What the detectors of secrets in code leave out, in every language that has the shared tables. */
export const LIMITS_OF_LITERALS: readonly string[] = [
  'Literals that a known library takes as a secret are found, and constants whose name says that they are one and that no word is made of.',
  'Placeholders (`changeme`, `<your key>`) are not counted; the fallback of a configured secret is shown and not counted.',
  'Passwords of databases count where they are part of an address that is written as one text, and no word.',
];
