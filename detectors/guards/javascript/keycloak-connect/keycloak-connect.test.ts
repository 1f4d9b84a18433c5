import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { keycloakConnect } from './keycloak-connect.ts';

test('protect and enforcer refuse, middleware prepares', () =>
  check(
    keycloakConnect,
    'app.js',
    `
const Keycloak = require('keycloak-connect');
const keycloak = new Keycloak({ store });
app.use(keycloak.middleware());
//               ^^^^^^^^^^ guard-kind none
app.get('/a', keycloak.protect(), a);
//                     ^^^^^^^ guard-kind required oidc
app.get('/b', keycloak.protect('realm:admin'), b);
//                     ^^^^^^^ guard-kind required oidc | scopes realm:admin
app.get('/c', keycloak.enforcer(['user:profile']), c);
//                     ^^^^^^^^ guard-kind required oidc | scopes [user:profile]
app.get('/d', keycloak.checkSso(), d);
//                     ^^^^^^^^ guard-kind optional oidc
`,
  ));

test('one that is passed in hangs on where it comes from', () =>
  check(
    keycloakConnect,
    'routes.js',
    `
import { helmet } from 'some-package';
export default (app, keycloak) => app.get('/a', keycloak.protect(), a);
//                                                       ^^^^^^^ guard-kind required oidc | of keycloak from keycloak-connect
helmet.protect();
`,
  ));
