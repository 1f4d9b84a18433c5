import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { graphqlEndpoint } from './graphql-endpoint.ts';

test('what makes an endpoint is a router that answers', () =>
  check(
    graphqlEndpoint,
    'server.ts',
    `
import { expressMiddleware } from '@apollo/server/express4';
import { createYoga } from 'graphql-yoga';
app.use('/graphql', expressMiddleware(server));
//                  ^^^^^^^^^^^^^^^^^ router router graphql-endpoint
const yoga = createYoga({ schema });
//           ^^^^^^^^^^ router application graphql-endpoint
app.use(yoga.graphqlEndpoint, yoga);
//           ^^^^^^^^^^^^^^^ alias /graphql
`,
  ));

test('servers are put on applications', () =>
  check(
    graphqlEndpoint,
    'server.ts',
    `
import mercurius from 'mercurius';
app.register(mercurius, { schema, path: '/q' });
//  ^^^^^^^^ route POST /q | on app
server.applyMiddleware({ other: 1 });
`,
  ));

test('clients are no servers', () =>
  check(
    graphqlEndpoint,
    'client.ts',
    `
import { ApolloClient } from '@apollo/client';
import { GraphQLClient } from 'graphql-request';
const client = new GraphQLClient('/graphql');
client.request(query);
`,
  ));
