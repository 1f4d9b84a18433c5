import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

const DOCUMENT = `
openapi: 3.0.1
servers:
  - url: https://example.org/base
components:
  securitySchemes:
    token:
      type: http
      scheme: bearer
      bearerFormat: JWT
      x-bearerInfoFunc: auth.verified
    waved:
      type: http
      scheme: bearer
      x-bearerInfoFunc: auth.waved
    key:
      type: apiKey
      in: header
      name: X-Key
security:
  - token: []
paths:
  /things/{id}:
    get:
      operationId: views.show
    put:
      operationId: views.change
      security: []
    delete:
      operationId: views.drop
      security:
        - waved: []
    post:
      operationId: views.add
      security:
        - key: []
    patch:
      operationId: views.edit
      security:
        - token: []
        - {}
`;

test('operations of the description are served, with the security that functions of the tree verify', async () => {
  expect(
    await linkOf({
      'app.py': `
import connexion
app = connexion.FlaskApp(__name__, specification_dir='specs/')
app.add_api('api.yml')
`,
      'specs/api.yml': DOCUMENT,
      'auth.py': `
import jwt
def verified(token):
    return jwt.decode(token, KEY, algorithms=['HS256'])
def waved(token):
    return {'sub': token}
`,
      'views.py': `
def show(id): pass
def change(id): pass
`,
    }),
  ).toEqual([
    'DELETE /base/things/{id} unknown bearer',
    'GET /base/things/{id} required jwt',
    'PATCH /base/things/{id} optional',
    'POST /base/things/{id} unknown api-key',
    'PUT /base/things/{id} none',
  ]);
});
