import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { argumentOf } from '../arguments.ts';
import { PYTHON_FILES } from '../source-files.ts';

export const connexion = defineDetector({
  id: 'connexion',
  title: 'Connexion',
  kind: 'framework',
  docs: 'https://connexion.readthedocs.io/en/latest/routing.html',
  reads: 'python',
  files: PYTHON_FILES,
  words: ['connexion', '.add_api('],
  emits: ['router', 'described-routes'],
  limits: [
    'Descriptions that are made while the program runs, and parts of them in other files, are not read.',
    'Functions that a resolver other than the usual one finds are not followed.',
    'Security functions that are given by the environment are not read: what they guard is unknown.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => file.calls.flatMap(site => factsOf(file, site)),
});

const RULES: RouterRules = { syntax: 'openapi', guards: 'always' };
const APPLICATIONS = ['App', 'FlaskApp', 'AsyncApp', 'AioHttpApp', 'FlaskApi'];
const MODULES = ['connexion', 'connexion.apps.flask', 'connexion.apps.flask_app', 'connexion.apps.asynchronous'];

function factsOf(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const origin = file.originOf(call.callee);
  const base = { at: call.nameAt, framework: 'connexion', site: call } as const;
  if (APPLICATIONS.some(exported => isFrom(origin, MODULES, exported)))
    return [{ kind: 'router', ...base, role: 'application', rules: RULES }];
  const document = argumentOf(call, 'specification', 0);
  if (!receiver || name !== 'add_api' || !document) return [];
  const prefix = argumentOf(call, 'base_path');
  return [{ kind: 'described-routes', ...base, at: document.at, on: receiver, document, ...(prefix && { prefix }) }];
}
