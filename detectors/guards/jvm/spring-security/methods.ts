/** Annotations on methods and classes that ask for a caller, and what switches them on. */
import type { Expr } from '../../../../src/core/program.ts';
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { type Annotation, annotationOf, attributeOf } from '../../../routes/jvm/annotations.ts';
import { FRAMEWORK } from '../../../routes/jvm/spring/mappings.ts';

const PRE_POST = 'method security (@PreAuthorize)';
const SECURED = 'method security (@Secured)';
const JSR_250 = 'method security (@RolesAllowed)';

const EXPRESSIONS = ['org.springframework.security.access.prepost', 'org.springframework.security.access.annotation'];
const JSR = ['javax.annotation.security', 'jakarta.annotation.security'];
const ENABLING = ['org.springframework.security.config.annotation.method.configuration'];

export function methodFacts(file: ProgramFile): readonly ProgramFact[] {
  const decorators = file.classes.flatMap(cls => [
    ...cls.decorators,
    ...cls.members.flatMap(member => (member.kind === 'constructor' ? [] : member.decorators)),
  ]);
  return decorators.flatMap(({ expression }) => [...guardFacts(file, expression), ...enablingFacts(file, expression)]);
}

function guardFacts(file: ProgramFile, expression: Expr): readonly ProgramFact[] {
  const secured = annotationOf(file, expression, EXPRESSIONS, new Set(['PreAuthorize', 'Secured']));
  if (secured) {
    const value = attributeOf(secured, 'value');
    if (!value) return [];
    return secured.name === 'PreAuthorize'
      ? guardAt(secured, PRE_POST, 'pre-authorize', { effect: 'unknown', rule: value })
      : guardAt(secured, SECURED, 'secured', effectOfRoles(value));
  }
  const jsr = annotationOf(file, expression, JSR, new Set(['RolesAllowed', 'PermitAll', 'DenyAll']));
  if (!jsr || !file.text.includes('org.springframework.')) return [];
  const value = attributeOf(jsr, 'value');
  if (jsr.name === 'RolesAllowed')
    return value ? guardAt(jsr, JSR_250, 'jsr-250', { effect: 'required', scopes: [value] }) : [];
  return guardAt(jsr, JSR_250, 'jsr-250', { effect: jsr.name === 'DenyAll' ? 'required' : 'none' });
}

type Effect = Pick<Extract<ProgramFact, { kind: 'guard-kind' }>, 'effect' | 'rule' | 'scopes'>;

/** `@Secured("IS_AUTHENTICATED_ANONYMOUSLY")` lets strangers pass. */
function effectOfRoles(value: Expr): Effect {
  const items = value.kind === 'list' ? value.items : [value];
  const isOpen = items.some(
    item => item.kind === 'text' && /^(?:IS_AUTHENTICATED_ANONYMOUSLY|ROLE_ANONYMOUS)$/.test(item.value),
  );
  return isOpen ? { effect: 'none' } : { effect: 'required', scopes: [value] };
}

/** The mark on what the annotation stands on, and the guard that it puts there. */
function guardAt(annotation: Annotation, needs: string, slot: string, effect: Effect): readonly ProgramFact[] {
  const at = annotation.call?.nameAt ?? annotation.expression.at;
  const guard: Expr = { kind: 'nothing', at };
  return [
    {
      kind: 'mark',
      at,
      framework: FRAMEWORK,
      site: annotation.expression,
      mark: { kind: 'guard', guards: [guard], slot },
    },
    { kind: 'guard-kind', at, framework: FRAMEWORK, site: guard, needs, why: `@${annotation.name}`, ...effect },
  ];
}

const ENABLERS: ReadonlySet<string> = new Set([
  'EnableMethodSecurity',
  'EnableGlobalMethodSecurity',
  'EnableReactiveMethodSecurity',
]);

function enablingFacts(file: ProgramFile, expression: Expr): readonly ProgramFact[] {
  const enabling = annotationOf(file, expression, ENABLING, ENABLERS);
  if (!enabling) return [];
  const flag = (name: string, byDefault: boolean): boolean => {
    const given = attributeOf(enabling, name);
    return given?.kind === 'boolean' ? given.value : given !== undefined || byDefault;
  };
  const at = enabling.call?.nameAt ?? enabling.expression.at;
  const what = [
    ...(flag('prePostEnabled', enabling.name !== 'EnableGlobalMethodSecurity') ? [PRE_POST] : []),
    ...(flag('securedEnabled', false) ? [SECURED] : []),
    ...(flag('jsr250Enabled', false) ? [JSR_250] : []),
  ];
  return what.map(one => ({ kind: 'enables', at, framework: FRAMEWORK, site: expression, what: one }));
}
