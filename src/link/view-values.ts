/** What views, and what stands on and around them, evaluate to by the facts of their sites. */
import type { ProgramFact } from '../core/facts/program.ts';
import type { Expr } from '../core/program.ts';
import { valuesOf } from './resources.ts';
import { type Value, flatten } from './value.ts';
import { actionsIn } from './views.ts';

export type ViewFact = Extract<
  ProgramFact,
  { kind: 'view' | 'function-view' | 'view-attribute' | 'decision' | 'member-guard' }
>;

export function viewValue(fact: ViewFact, value: (expr: Expr) => Value): Value {
  switch (fact.kind) {
    case 'view': {
      const actions = fact.actions && value(fact.actions);
      return {
        kind: 'view',
        of: value(fact.of),
        ...(actions?.kind === 'record' ? { actions: actionsIn(actions.fields) } : {}),
        ...(fact.byDefault ? { byDefault: fact.byDefault } : {}),
        ...(fact.attributes ? { attributes: valuesOf(fact.attributes, value) } : {}),
      };
    }
    case 'function-view':
      return {
        kind: 'function-view',
        at: fact.at,
        view: fact.view,
        ...(fact.methods ? { methods: value(fact.methods) } : {}),
      };
    case 'view-attribute':
      return { kind: 'attribute', name: fact.attribute.name, value: value(fact.attribute.value) };
    case 'decision':
      return { kind: 'composed', how: fact.about === 'principal' ? 'judges' : 'decides', of: [value(fact.by)] };
    case 'member-guard': {
      const member = fact.member && value(fact.member);
      return {
        kind: 'member-guard',
        guards: flatten(value(fact.guards)),
        ...(member?.kind === 'text' ? { member: member.value } : {}),
        ...(fact.only ? { only: textsIn(value(fact.only)) } : {}),
        ...(fact.except ? { except: textsIn(value(fact.except)) } : {}),
      };
    }
  }
}

function textsIn(value: Value): readonly string[] {
  return flatten(value).flatMap(item => (item.kind === 'text' ? [item.value] : []));
}
