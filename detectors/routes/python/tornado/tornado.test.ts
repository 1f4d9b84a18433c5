import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { tornado } from './tornado.ts';

test('an application serves lists of patterns and handlers', () =>
  check(
    tornado,
    'app.py',
    `
import tornado.web
#      ^^^^^^^^^^^ view-base tornado.web.RequestHandler
#      ^^^^^^^^^^^ view-base tornado.web.StaticFileHandler
#      ^^^^^^^^^^^ view-base tornado.web.RedirectHandler
#      ^^^^^^^^^^^ view-base tornado.websocket.WebSocketHandler
#      ^^^^^^^^^^^ router-base tornado.web.Application
#      ^^^^^^^^^^^ guard-export required session

routes = [(r'/a', A)]
# <------ entry-list
names = [('a', b), ('/a', 'b')]
app = tornado.web.Application(routes, debug=True)
#                 ^^^^^^^^^^^ router application tornado | serves routes
app.add_handlers('.*', more)
#   ^^^^^^^^^^^^ mount | on app; chain more
tornado.web.url('/x', X)
#           ^^^ router router tornado | serves /x, X
`,
  ));

test('a class of applications hands its list to its base', () =>
  check(
    tornado,
    'office.py',
    `
from tornado.web import Application
#                       ^^^^^^^^^^^ router-base tornado.web.Application
class Office(Application):
    def __init__(self):
        super().__init__([('/a', A)])
#               ^^^^^^^^ mount
`,
  ));

test('what is of other packages is nothing', () =>
  check(
    tornado,
    'other.py',
    `
# tornado
from web import Application
app = Application([('/a', A)])
routes = [('/a', A)]
`,
  ));
