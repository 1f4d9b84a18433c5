import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { pyramid } from './pyramid.ts';

test('routes have names, and views go by them', () =>
  check(
    pyramid,
    'app.py',
    `
from pyramid.config import Configurator
from pyramid.view import view_config

config = Configurator()
#        ^^^^^^^^^^^^ router application pyramid
config.add_route('user', '/users/{id}')
#                        ^^^^^^^^^^^^^ named-path user /users/{id}
config.add_view(show, route_name='user', request_method='GET')
#                                ^^^^^^ named-view user GET show
config.include('.more', route_prefix='/more')
#      ^^^^^^^ mount /more | on config; chain load .more.includeme; calls child
config.include('pyramid_jinja2')
config.add_static_view('static', path='app:static')
#                      ^^^^^^^^ route GET static/{*subpath} | on config

@view_config(route_name='user', permission='edit', request_method='PUT')
#                       ^^^^^^ named-view user PUT function
#                                          ^^^^^^ guard-kind unknown
def change(request): pass

@view_config(context=User)
def traversed(request): pass
`,
  ));

test('decorators of others are no views', () =>
  check(
    pyramid,
    'other.py',
    `
# pyramid
from elsewhere import view_config
@view_config(route_name='user')
def show(request): pass
`,
  ));
