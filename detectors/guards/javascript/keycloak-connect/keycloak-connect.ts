import { defineDetector } from '../../../../src/detector.ts';
import { JAVASCRIPT_FILES } from '../../../routes/javascript/source-files.ts';
import { type GuardRow, guardsIn, wordsOf } from '../guard-table.ts';

const MODULES: readonly string[] = ['keycloak-connect'];

/** Source: Keycloak documentation, "Securing applications", Node.js adapter. */
const ROWS: readonly GuardRow[] = [
  {
    modules: MODULES,
    name: 'protect',
    as: 'method',
    effect: 'required',
    mechanism: 'oidc',
    demands: true,
    does: 'refuses requests without a login that fits',
  },
  {
    modules: MODULES,
    name: 'enforcer',
    as: 'method',
    effect: 'required',
    mechanism: 'oidc',
    demands: true,
    does: 'refuses requests without the permissions',
  },
  { modules: MODULES, name: 'middleware', as: 'method', effect: 'none', does: 'prepares requests and answers logouts' },
  {
    modules: MODULES,
    name: 'checkSso',
    as: 'method',
    effect: 'optional',
    mechanism: 'oidc',
    does: 'reads a login when there is one',
  },
];

export const keycloakConnect = defineDetector({
  id: 'keycloak-connect',
  title: 'Keycloak Node.js adapter',
  kind: 'guard',
  docs: 'https://www.keycloak.org/securing-apps/nodejs-adapter',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: wordsOf(ROWS),
  emits: ['guard-kind'],
  limits: ['A role that is given as a function is not read.'],
  version: 1,
  detect: file => guardsIn(file, 'keycloak-connect', ROWS),
});
