import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { django } from './django.ts';

test('an entry serves a view, a list or a module below a path', () =>
  check(
    django,
    'shop/urls.py',
    `
from django.urls import include, path, re_path
from django.conf.urls import url
from . import views

urlpatterns = [
    path('a/', views.a),
#   ^^^^ router router django | serves a/, views.a
    re_path(r'^b/$', view=views.b, name='b'),
#   ^^^^^^^ router router django | serves ^b/$, views.b
    url(regex='^c$', view=views.c),
#   ^^^ router router django | serves ^c$, views.c
    path('d/', include('shop.more')),
#   ^^^^ router router django | serves d/, include('shop.more')
#              ^^^^^^^ alias shop.more | member urlpatterns
    path('only-a-path'),
]
`,
  ));

test('what only looks like an entry is none', () =>
  check(
    django,
    'shop/files.py',
    `
# urlpatterns
from os import path
from django.urls import reverse
path('a', 'b')
reverse('a')
`,
  ));

test('a class is a view with its attributes and actions', () =>
  check(
    django,
    'shop/urls.py',
    `
from django.urls import re_path
from .views import Orders

urlpatterns = [
    re_path('x', Orders.as_view({'get': 'list'}, template='t')),
#   ^^^^^^^ router router django
#                       ^^^^^^^ view Orders | actions {'get': 'list'}
]
`,
  ));

test('settings name the list of routes and the middleware', () =>
  check(
    django,
    'shop/settings.py',
    `
ROOT_URLCONF = 'shop.urls'
#              ^^^^^^^^^^^ application-routes shop.urls
MIDDLEWARE = ['a.B']
#            ^^^^^^^ project-setting MIDDLEWARE | value MIDDLEWARE
DEBUG = True
`,
  ));

test('decorators are guards, or let only some methods through', () =>
  check(
    django,
    'shop/views.py',
    `
from django.contrib.auth.decorators import login_required, user_passes_test
#                                          ^^^^^^^^^^^^^^ guard-export required session | django.contrib.auth.decorators login_required
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST
#                                                              ^^^^^^^^^^^^ guard-export none | django.views.decorators.http require_POST

@method_decorator(login_required, name='get')
#^^^^^^^^^^^^^^^^ member-guard login_required | member get
class A: pass

@user_passes_test(check)
#^^^^^^^^^^^^^^^^ decision principal check
@require_http_methods(['GET'])
#^^^^^^^^^^^^^^^^^^^^ guard-kind none
def b(request): pass
`,
  ));
