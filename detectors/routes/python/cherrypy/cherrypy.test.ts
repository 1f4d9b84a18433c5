import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { cherrypy } from './cherrypy.ts';

test('an object is mounted, and started', () =>
  check(
    cherrypy,
    'app.py',
    `
import cherrypy
from web import quickstart
cherrypy.tree.mount(Root(), '/api', config)
#             ^^^^^ object-tree Root() /api
cherrypy.quickstart(root=Root())
#        ^^^^^^^^^^ object-tree Root()
cherrypy.quickstart()
quickstart(Root())
`,
  ));
