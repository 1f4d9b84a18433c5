import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Location } from '../../../../src/core/location.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportedValue } from '../exported-handlers.ts';
import { entryOf, localValues, textAt } from '../values.ts';
import { type Asked, equal, policyOf, setting } from './policies.ts';

const RULES: RouterRules = { syntax: 'express', guards: 'always' };

/** What a model is served by, unless `rest` is off. Source: Sails, Blueprint API. */
const ACTIONS: readonly { readonly name: string; readonly method: Method; readonly ofOne: boolean }[] = [
  { name: 'find', method: 'GET', ofOne: false },
  { name: 'findOne', method: 'GET', ofOne: true },
  { name: 'create', method: 'POST', ofOne: false },
  { name: 'update', method: 'PATCH', ofOne: true },
  { name: 'destroy', method: 'DELETE', ofOne: true },
];

/** The routes that Sails makes of a model, by the name of its file. */
export function modelRoutes(file: ProgramFile): readonly ProgramFact[] {
  const name = /(?:^|\/)api\/models\/(\w+)\.[jt]s$/.exec(file.path)?.[1]?.toLowerCase();
  const model = exportedValue(file, '*') ?? exportedValue(file, 'default');
  const value = model && localValues(file.module).valueOf(model.value);
  // Other frameworks keep models in such a folder, too: one of Sails is an object with attributes.
  const attributes = value?.kind === 'record' ? entryOf(value, 'attributes') : undefined;
  if (name === undefined || !attributes) return [];
  const at = attributes.keyAt;
  return ACTIONS.flatMap(action => {
    const path = pathOf(at, `/${name}${action.ofOne ? '/:id' : ''}`);
    const answer = answerOf(at);
    const policy = policyOf(at, `${name}/${action.name.toLowerCase()}`, '../policies');
    const route: ProgramFact = {
      kind: 'route',
      at,
      framework: 'sails',
      site: path.value,
      methods: [action.method],
      path: path.value,
      guards: [policy.value],
      chain: [answer.value],
      onlyIfDefined: true,
      rules: RULES,
    };
    return [route, ...path.facts, ...policy.facts, ...answer.facts];
  });
}

/** Whatever answers, or nothing where `rest` is off. */
function answerOf(at: Location): Asked {
  const rest = setting(at, 'sails-blueprints.rest', { kind: 'boolean', at, value: true });
  const isOff = equal(rest.value, { kind: 'boolean', at, value: false });
  const answer: Expr = { kind: 'record', at, entries: [] };
  return {
    value: { kind: 'choice', at, test: isOff, then: { kind: 'nothing', at }, otherwise: answer },
    facts: rest.facts,
  };
}

/** The path below `prefix` and `restPrefix`. */
function pathOf(at: Location, path: string): Asked {
  const prefixes = ['prefix', 'restPrefix'].map(name => setting(at, `sails-blueprints.${name}`, textAt(at, '')));
  const orNothing = prefixes.map(({ value }): Expr => ({
    kind: 'choice',
    at,
    test: value,
    then: value,
    otherwise: textAt(at, ''),
  }));
  return {
    value: { kind: 'concat', at, parts: [...orNothing, textAt(at, path)] },
    facts: prefixes.flatMap(({ facts }) => facts),
  };
}
