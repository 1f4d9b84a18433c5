import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

const GUARD = 'const guard = (req, res, next) => { if (!req.user) return res.status(401).end(); next(); };';

test.each([
  [
    'Apollo behind Express',
    `import express from 'express';
import { expressMiddleware } from '@apollo/server/express4';
${GUARD}
const app = express();
app.use('/api/graphql', guard, express.json(), expressMiddleware(server));`,
    ['POST /api/graphql required session'],
  ],
  [
    'Apollo with a context',
    `import express from 'express';
import { expressMiddleware } from '@as-integrations/express5';
const app = express();
app.use('/graphql', expressMiddleware(server, { context: async ({ req }) => ({ user: await userOf(req) }) }));`,
    ['POST /graphql unknown'],
  ],
  [
    'Apollo by itself',
    `import { startStandaloneServer } from '@apollo/server/standalone';
const { url } = await startStandaloneServer(server, { listen: { port: 4000 } });`,
    ['POST /graphql none'],
  ],
  [
    'Apollo put on an application',
    `const express = require('express');
const { ApolloServer } = require('apollo-server-express');
const app = express();
const server = new ApolloServer({ typeDefs, resolvers });
server.applyMiddleware({ app, path: '/v1/graphql' });`,
    ['POST /v1/graphql none'],
  ],
  [
    'Yoga by itself',
    `import { createServer } from 'node:http';
import { createYoga } from 'graphql-yoga';
const yoga = createYoga({ schema, graphqlEndpoint: '/q' });
createServer(yoga).listen(4000);`,
    ['POST /q none'],
  ],
  [
    'Yoga mounted under its own path',
    `import express from 'express';
import { createYoga } from 'graphql-yoga';
const app = express();
const yoga = createYoga({ schema });
app.use(yoga.graphqlEndpoint, yoga);`,
    ['POST /graphql none'],
  ],
  [
    'Mercurius',
    `import Fastify from 'fastify';
import mercurius from 'mercurius';
const app = Fastify();
app.register(mercurius, { schema, resolvers });`,
    ['POST /graphql none'],
  ],
  [
    'a client is no server',
    `import { ApolloClient, HttpLink } from '@apollo/client';
const client = new ApolloClient({ link: new HttpLink({ uri: '/graphql' }) });
client.query({ query: gql\`{ users { id } }\` });`,
    [],
  ],
])('%s', async (_, source, operations) => {
  expect(await linkOf({ 'server.ts': source })).toEqual(operations);
});
