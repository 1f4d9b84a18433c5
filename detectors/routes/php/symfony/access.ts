/** Who may call, by attributes. Source: Symfony, Security (Securing Controllers). */
import type { GuardEffect, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Decorator, Expr } from '../../../../src/core/program.ts';
import { isFrom, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { argumentAt, textAt } from '../values.ts';

const GRANTED: readonly string[] = [
  'Symfony\\Component\\Security\\Http\\Attribute',
  'Sensio\\Bundle\\FrameworkExtraBundle\\Configuration',
];

export function accessFacts(file: ProgramFile): readonly ProgramFact[] {
  return file.decorators.flatMap(one => decoratorFacts(file, one));
}

function decoratorFacts(file: ProgramFile, { expression }: Decorator): readonly ProgramFact[] {
  if (expression.kind !== 'call') return [];
  const origin = file.originOf(expression.callee);
  const isGranted = isFrom(origin, GRANTED, 'IsGranted');
  if (!isGranted && !isFrom(origin, GRANTED, 'Security')) return [];
  const attribute =
    argumentAt(expression, 0, 'attribute') ?? argumentAt(expression, 0, isGranted ? 'attributes' : 'expression');
  // `User::ROLE_ADMIN` is named for what it holds.
  const constant = attribute?.kind === 'member' && attribute.name.startsWith('ROLE_') ? attribute.name : undefined;
  const said = attribute?.kind === 'text' ? attribute.value : constant;
  const { effect, why } = said === undefined ? UNKNOWN : isGranted ? grantedBy(said) : securedBy(said);
  const guard: Expr = textAt(expression.nameAt, said ?? '');
  return [
    {
      kind: 'guard-kind',
      at: expression.nameAt,
      framework: 'symfony',
      site: guard,
      effect,
      ...(effect === 'required' &&
        attribute && { mechanism: 'session' as const, scopes: [textAt(attribute.at, said ?? '')] }),
      why,
    },
    {
      kind: 'mark',
      at: expression.nameAt,
      framework: 'symfony',
      site: expression,
      mark: { kind: 'guard', guards: [guard] },
    },
  ];
}

/** Characters of an expression that is taken apart. */
const LONGEST = 2_000;

type Answer = { readonly effect: GuardEffect; readonly why: string };

const UNKNOWN: Answer = { effect: 'unknown', why: 'what it asks for could not be told' };

/** What being granted an attribute asks of a caller. Source: Symfony, `AuthenticatedVoter`, `RoleVoter`. */
export function grantedBy(attribute: string): Answer {
  if (/^(?:PUBLIC_ACCESS|IS_AUTHENTICATED_ANONYMOUSLY)$/.test(attribute))
    return { effect: 'none', why: 'it lets everybody pass' };
  if (/^(?:ROLE_\w+|IS_AUTHENTICATED(?:_FULLY|_REMEMBERED)?|IS_REMEMBERED|IS_IMPERSONATOR)$/.test(attribute))
    return { effect: 'required', why: 'Symfony asks for a caller who has it' };
  return { effect: 'unknown', why: 'a voter of the application decides, which may let strangers pass' };
}

/** An expression: one that asks for a role and nothing else, or for a role and more. */
export function securedBy(expression: string): Answer {
  // What is turned round as a whole holds where one of its parts does not.
  const isWhole = expression.length > LONGEST || /\bor\b|\|\||\?|(?:\bnot|!)\s*\(/.test(expression);
  const parts = isWhole ? [] : expression.split(/\band\b|&&/);
  const sure = parts.length > 1 ? parts.map(securedBy).find(({ effect }) => effect === 'required') : undefined;
  if (sure) return sure;
  const asked = [...expression.matchAll(/is_granted\(\s*['"]([\w ]+)['"]\s*\)/g)].map(([, name = '']) =>
    grantedBy(name),
  );
  const isAlternative = /\bor\b|\|\||\bnot\b|!(?!=)|\?/.test(expression);
  const required = asked.find(({ effect }) => effect === 'required');
  if (required && !isAlternative) return required;
  if (asked.length > 0 && asked.every(({ effect }) => effect === 'required') && !/\bnot\b|!(?!=)|\?/.test(expression)) {
    const rest = expression.replaceAll(/is_granted\(\s*['"][\w ]+['"]\s*\)/g, '');
    if (/^(?:\s|\(|\)|\bor\b|\band\b|\|\||&&)*$/.test(rest)) return required ?? UNKNOWN;
  }
  if (/^\s*(?:is_fully_authenticated|is_authenticated|is_remember_me)\(\)\s*$/.test(expression))
    return { effect: 'required', why: 'Symfony asks for a caller who is known' };
  return /^\s*true\s*$/.test(expression) ? { effect: 'none', why: 'it lets everybody pass' } : UNKNOWN;
}
