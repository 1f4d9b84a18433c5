/** Who Tornado's `authenticated` lets pass, by what the handler says of who is calling. */
import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

const withUser = (body: string): Record<string, string> => ({
  'main.py': `
import tornado.web
class Base(tornado.web.RequestHandler):
${body}
class Private(Base):
    @tornado.web.authenticated
    def get(self): pass
app = tornado.web.Application([(r'/private', Private)])
`,
});

test.each([
  ['nothing says who is calling, and everybody is refused', '    pass', 'required'],
  [
    'a signed cookie cannot be made up',
    "    def get_current_user(self):\n        return self.get_signed_cookie('user')",
    'required',
  ],
  [
    'what is looked up by a cookie is found or not',
    "    def get_current_user(self):\n        return database.user_by_token(self.get_cookie('session'))",
    'required',
  ],
  [
    'a cookie that is believed as it comes protects nothing',
    "    def get_current_user(self):\n        return self.get_cookie('user')",
    'unknown',
  ],
  [
    'neither does a header',
    "    def get_current_user(self):\n        return self.request.headers.get('X-User-Token')",
    'unknown',
  ],
])('%s', async (_name, body, status) => {
  expect((await linkOf(withUser(body))).map(line => line.split(' ').slice(0, 3))).toEqual([
    ['GET', '/private', status],
  ]);
});
