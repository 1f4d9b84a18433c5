/** A small Express application that stands beside whatever a test is about: it must be found whatever that is. */
export const SMALL_APP: Readonly<Record<string, string>> = {
  'package.json':
    '{"name": "small", "main": "src/app.js", "dependencies": {"express": "5.1.0", "jsonwebtoken": "9.0.2"}}\n',
  'src/app.js': `const express = require('express');
const jwt = require('jsonwebtoken');
const app = express();

function requireUser(request, response, next) {
  const header = request.headers.authorization;
  if (!header) return response.status(401).end();
  try {
    request.user = jwt.verify(header.slice(7), process.env.KEY);
  } catch {
    return response.status(401).end();
  }
  next();
}

app.get('/health', (request, response) => response.end());
app.delete('/orders/:id', requireUser, (request, response) => response.end());
app.listen(3000);
`,
};

/** What is served by it, as `operationsOf` gives it. */
export const SMALL_OPERATIONS: readonly string[] = ['GET /health none', 'DELETE /orders/{id} required'];
