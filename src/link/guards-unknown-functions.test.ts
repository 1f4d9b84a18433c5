import { expect, test } from 'vitest';
import { linkOf, statusBehind } from '../../tests/support/link.ts';
import { mayVerify, raisesByName } from './guards/unknown-functions.ts';

const behindKey = (rest: string, head = ''): Promise<string> =>
  statusBehind(
    `import { lib, store } from '@acme/kit';
${head}
async function guard(req, res, next) { const key = req.headers['x-api-key']; if (!key) return res.sendStatus(401); ${rest} }`,
  );

/** What a function does with a key beside asking whether it is there. */
test.each([
  ['it is digested', "req.digest = lib.createHash('sha256').update(key).digest('hex'); next();", 'unknown api-key'],
  ['it is counted', "lib.metrics.increment('calls', { key }); next();", 'unknown api-key'],
  ['it is told to an error tracker', 'lib.setUser({ id: key }); next();', 'unknown api-key'],
  ['it is kept for what runs below', 'lib.storage.run({ key }, () => next());', 'unknown api-key'],
  ['it is asked for its form', 'if (!lib.isUUID(key)) return res.sendStatus(401); next();', 'unknown api-key'],
  ['it is matched', 'if (!/^[a-z]+$/.test(key)) return res.sendStatus(401); next();', 'unknown api-key'],
  ['a client is made of it', 'req.client = lib.createClient({ key }); next();', 'unknown api-key'],
  ['it is found missing by an assertion', 'lib.assert(key); next();', 'unknown api-key'],
  [
    'its calls are counted, and too many refused',
    'if ((await lib.cache.incr(key)) > 100) return res.sendStatus(429); next();',
    'unknown api-key',
  ],
  ['what is found by it decides nothing', 'req.user = await store.findOne({ key }); next();', 'unknown api-key'],
  [
    'what is found by it decides',
    'const user = await store.findOne({ key }); if (!user) return res.sendStatus(401); next();',
    'required api-key',
  ],
  [
    'what is found by its digest decides',
    "const user = await store.findOne({ key: lib.createHash('sha256').update(key).digest('hex') }); if (!user) return res.sendStatus(401); next();",
    'required api-key',
  ],
  [
    'somebody else is asked',
    "const answer = await fetch('https://who', { headers: { 'x-api-key': key } }); if (!answer.ok) return res.sendStatus(401); next();",
    'required api-key',
  ],
  ['it is checked by what raises', 'await lib.requireValidKey(key); next();', 'required api-key'],
  ['a check raises, whose answer nobody looks at', 'await lib.validateKey(key); next();', 'required api-key'],
])('a key, and %s', async (_name, rest, expected) => {
  expect(await behindKey(rest)).toBe(expected);
});

test('a check that may raise, among errors that refuse, is not known to let strangers pass', async () => {
  const tried = (body: string): Promise<string> =>
    statusBehind(
      `import { lib } from '@acme/kit';
async function guard(req, res, next) { try { ${body} next(); } catch (error) { res.sendStatus(401); } }`,
    );
  expect(await tried('await lib.validateToken(req.headers.authorization);')).toBe('required bearer');
  expect(await tried('req.user = await lib.validateToken(req.headers.authorization);')).toBe('unknown bearer');
  expect(await tried('req.user = await lib.load(req.headers.authorization);')).toBe('unknown bearer');
});

test('the same in Python and Go', async () => {
  expect(
    await linkOf({
      'main.py': `import hashlib
from fastapi import Depends, FastAPI, Header, HTTPException
from acme import extract, keys
app = FastAPI()
def digested(x_api_key: str = Header(None)):
    if not x_api_key:
        raise HTTPException(401)
    return hashlib.sha256(x_api_key.encode()).hexdigest()
def extracted(authorization: str = Header(None)):
    token = extract(authorization)
    if not token:
        raise HTTPException(401)
def found(x_api_key: str = Header(None)):
    if not keys.lookup(x_api_key):
        raise HTTPException(401)
@app.get('/digested')
def a(key=Depends(digested)): ...
@app.get('/extracted')
def b(key=Depends(extracted)): ...
@app.get('/found')
def c(key=Depends(found)): ...
`,
    }),
  ).toEqual(['GET /digested unknown api-key', 'GET /extracted unknown bearer', 'GET /found required api-key']);
  expect(
    await linkOf({
      'go.mod': 'module shop\n\nrequire github.com/gin-gonic/gin v1.10.0\n',
      'main.go': `package main
import (
	"github.com/acme/kit"
	"github.com/gin-gonic/gin"
)
func counted(c *gin.Context) {
	key := c.GetHeader("X-Api-Key")
	if key == "" {
		c.AbortWithStatus(401)
		return
	}
	kit.Count("calls", key)
	c.Next()
}
func found(c *gin.Context) {
	user, err := kit.FindByKey(c.GetHeader("X-Api-Key"))
	if err != nil {
		c.AbortWithStatus(401)
		return
	}
	c.Set("user", user)
	c.Next()
}
func main() {
	r := gin.Default()
	r.GET("/counted", counted, show)
	r.GET("/found", found, show)
}
func show(c *gin.Context) { c.JSON(200, nil) }
`,
    }),
  ).toEqual(['GET /counted unknown api-key', expect.stringMatching(/^GET \/found (?:required|unknown) api-key$/)]);
});

test('names that tell', () => {
  expect(
    ['users.findOne', 'auth.getUser', 'session.exec', 'isAllowed', 'user_by_token', 'whoami'].map(name =>
      mayVerify(name, ''),
    ),
  ).toEqual(Array.from({ length: 6 }, () => true));
  expect(
    ['extractToken', 'parse_jwt', 'setUser', 'Sentry.setUser', 'isUUID', 'requireHeader', 'logger.info', 'sha256'].map(
      name => mayVerify(name, ''),
    ),
  ).toEqual(Array.from({ length: 8 }, () => false));
  expect(mayVerify('validate', 'uuid')).toBe(false);
  expect(mayVerify('handle', '@acme/auth')).toBe(true);
  expect(raisesByName('findOrFail', { isDropped: false, isTried: false })).toBe('surely');
  expect(raisesByName('validate', { isDropped: false, isTried: false })).toBe('no');
});
