/** Routes and guards of Django and Django REST framework, through the real front end and the real detectors. */
import { expect, test } from 'vitest';
import { linkOf, notesOf, reasonsOf } from '../../tests/support/link.ts';

const SETTINGS = `ROOT_URLCONF = 'shop.urls'\n`;

function project(urls: string, views: string, settings = SETTINGS): Readonly<Record<string, string>> {
  return {
    'shop/__init__.py': '',
    'shop/settings.py': settings,
    'shop/urls.py': `from django.urls import include, path, re_path\nfrom . import views\n${urls}`,
    'shop/views.py': views,
  };
}

test('lists of routes are included by module, by list, and with a name beside them', async () => {
  const sources = project(
    `inner = [path('c/', views.c)]
urlpatterns = [
    path('a/', include('shop.more')),
    path('b/', include((inner, 'inner'), namespace='x')),
    re_path(r'^old/(?P<id>\\d+)/(?:page-(\\d+)/)?$', views.c),
]
urlpatterns += [path('<slug:name>/<path:rest>', views.c)]
`,
    'def c(request): pass\n',
  );
  const more = `from django.urls import path\nfrom .views import c\nurlpatterns = [path('', c), path('<int:pk>.html', c)]\n`;
  expect(await linkOf({ ...sources, 'shop/more.py': more })).toEqual([
    'ANY /a none',
    'ANY /a/{pk}.html none',
    'ANY /b/c none',
    'ANY /old/{id} none',
    'ANY /old/{id}/page-{regex} none',
    'ANY /{name}/{*rest} none',
  ]);
});

test('a view is behind the decorators in its list, on itself, and of its class', async () => {
  const sources = project(
    `from django.contrib.auth.decorators import login_required, user_passes_test
from django.views.decorators.cache import cache_page
urlpatterns = [
    path('a/', login_required(views.Open.as_view())),
    path('b/', cache_page(60)(login_required(views.plain))),
    path('c/', views.Locked.as_view()),
    path('d/', views.Half.as_view()),
    path('e/', views.Heir.as_view()),
    path('f/', views.plain),
]
`,
    `from django.contrib.auth.decorators import login_required
from django.utils.decorators import method_decorator
from django.views import View

def plain(request): pass

class Open(View):
    http_method_names = ['get']
    def get(self, request): pass
    def delete(self, request): pass

@method_decorator(login_required, name='dispatch')
class Locked(View):
    def get(self, request): pass

class Heir(Locked):
    def post(self, request): pass

@method_decorator(login_required, name='post')
class Half(View):
    def get(self, request): pass
    def post(self, request): pass
`,
  );
  expect(await linkOf(sources)).toEqual([
    'GET /a required session',
    'ANY /b required session',
    'GET /c required session',
    'GET /d none',
    'POST /d required session',
    'GET /e required session',
    'POST /e required session',
    'ANY /f none',
  ]);
});

test('a mixin guards only where it stands before the view', async () => {
  const sources = project(
    `urlpatterns = [path('a/', views.Before.as_view()), path('b/', views.After.as_view())]\n`,
    `from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import ListView

class Before(LoginRequiredMixin, ListView): pass
class After(ListView, LoginRequiredMixin): pass
`,
  );
  expect(await linkOf(sources)).toEqual(['GET /a required session', 'GET /b none']);
});

test('the middleware of the settings guards all but what is taken out, and views of the other framework', async () => {
  const sources = project(
    `urlpatterns = [path('a/', views.a), path('b/', views.b), path('c/', views.C.as_view())]\n`,
    `from django.contrib.auth.decorators import login_not_required
from rest_framework.views import APIView

def a(request): pass

@login_not_required
def b(request): pass

class C(APIView):
    def get(self, request): pass
`,
    `${SETTINGS}MIDDLEWARE = ['django.contrib.auth.middleware.LoginRequiredMiddleware']\n`,
  );
  expect(await linkOf(sources)).toEqual(['ANY /a required session', 'ANY /b none', 'GET /c none']);
});

test('without settings, lists that nothing includes serve somewhere unknown', async () => {
  const { 'shop/settings.py': _, ...sources } = project(
    `urlpatterns = [path('a/', views.a)]\n`,
    'def a(request): pass\n',
  );
  expect(await linkOf(sources)).toEqual(['ANY /a unknown unresolved']);
});

test('each project of a tree has its own list and settings', async () => {
  const one = (name: string, permission: string): Readonly<Record<string, string>> => ({
    [`${name}/site_${name}/__init__.py`]: '',
    [`${name}/site_${name}/settings.py`]: `ROOT_URLCONF = 'site_${name}.urls'\nREST_FRAMEWORK = {'DEFAULT_PERMISSION_CLASSES': ['rest_framework.permissions.${permission}']}\n`,
    [`${name}/site_${name}/urls.py`]: `from django.urls import path\nfrom rest_framework.views import APIView\nclass V(APIView):\n    def get(self, request): pass\nurlpatterns = [path('${name}/', V.as_view())]\n`,
  });
  expect(await linkOf({ ...one('a', 'IsAuthenticated'), ...one('b', 'AllowAny') })).toEqual([
    'GET /a required',
    'GET /b none',
  ]);
});

test('settings for tests do not count, and those that contradict each other leave it open', async () => {
  const view = `from rest_framework.views import APIView\nclass V(APIView):\n    def get(self, request): pass\n`;
  const sources = project(`urlpatterns = [path('v/', views.V.as_view())]\n`, view, '');
  const setting = (name: string): string =>
    `${SETTINGS}REST_FRAMEWORK = {'DEFAULT_PERMISSION_CLASSES': ['rest_framework.permissions.${name}']}\n`;
  const base = { ...sources, 'shop/settings.py': setting('IsAuthenticated') };
  expect(await linkOf({ ...base, 'shop/settings_test.py': setting('AllowAny') })).toEqual(['GET /v required']);
  expect(await linkOf({ ...base, 'shop/settings_live.py': setting('AllowAny') })).toEqual(['GET /v unknown']);
  expect(await linkOf({ ...sources, 'shop/settings.py': SETTINGS })).toEqual(['GET /v none']);
});

test('permissions of the tree are followed, and what their bases say', async () => {
  const sources = project(
    `urlpatterns = [path(f'{name}/', view.as_view()) for name, view in (('a', views.A), ('b', views.B), ('c', views.C))]\n`,
    `from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAuthenticated
from rest_framework.views import APIView

class ReadOnly(BasePermission):
    def has_permission(self, request, view):
        return request.method in SAFE_METHODS

class Owner(IsAuthenticated):
    def has_permission(self, request, view):
        return super().has_permission(request, view) and view.kwargs['id'] == request.user.id

class Renamed(IsAuthenticated):
    message = 'no'

class A(APIView):
    permission_classes = [ReadOnly]
    def get(self, request): pass

class B(APIView):
    permission_classes = [Owner]
    def get(self, request): pass

class C(APIView):
    permission_classes = [Renamed | ReadOnly]
    def get(self, request): pass
    def put(self, request): pass
`,
  );
  expect(await linkOf(sources)).toEqual(['GET /a none', 'GET /b required', 'GET /c none', 'PUT /c required']);
});

test('a router of the tree keeps what its base serves', async () => {
  const sources = project(
    `from rest_framework.routers import DefaultRouter
class Plus(DefaultRouter):
    extra = []
    @property
    def urls(self):
        return super().urls + [path('more', views.more)]
router = Plus()
router.register('items', views.Items)
urlpatterns = [path('api/', include(router.urls))]
`,
    `from rest_framework.viewsets import ReadOnlyModelViewSet
def more(request): pass
class Items(ReadOnlyModelViewSet):
    lookup_url_kwarg = 'item'
`,
  );
  expect((await linkOf(sources)).toSorted()).toEqual([
    'ANY /api/more none',
    'GET /api/items none',
    'GET /api/items/{item} none',
  ]);
});

test('lists of packages are noted, and views of packages that no detector knows are not called open', async () => {
  const sources = project(
    `from django.contrib import admin
from stats.views import dashboard
urlpatterns = [path('admin/', admin.site.urls), path('x/', include('stats.urls')), path('d/', dashboard)]
`,
    '',
  );
  expect(await reasonsOf(sources)).toEqual([
    'ANY /d unknown: dashboard (on this route): it could not be followed: a handler that a package brings',
  ]);
  expect(await notesOf(sources)).toEqual(['plugin-not-followed shop/urls.py:5', 'plugin-not-followed shop/urls.py:5']);
});

test('a decorator of the tree finds the request among all that its function is given', async () => {
  const sources = project(
    `urlpatterns = [path('a/', views.A.as_view())]\n`,
    `import jwt
from functools import wraps
from rest_framework import status
from rest_framework.response import Response
from rest_framework.views import APIView

def signed(func):
    @wraps(func)
    def inner(*args, **kwargs):
        token = args[1].META.get('HTTP_AUTHORIZATION')
        if token:
            jwt.decode(token, 'key', algorithms=['HS256'])
            return func(*args, **kwargs)
        return Response({}, status=status.HTTP_401_UNAUTHORIZED)
    return inner

class A(APIView):
    @signed
    def get(self, request): pass
    def post(self, request): pass
`,
  );
  expect(await linkOf(sources)).toEqual(['GET /a required bearer', 'POST /a none']);
});

test('middleware that looks at credentials only to write them down guards nothing, whatever its functions are given', async () => {
  expect(
    await linkOf({
      'app/settings.py': "ROOT_URLCONF = 'app.urls'\nMIDDLEWARE = ['app.log.LogMiddleware']\n",
      'app/urls.py': 'from django.urls import path\nfrom .views import show\nurlpatterns = [path("x/", show)]\n',
      'app/views.py': 'from django.http import JsonResponse\ndef show(request):\n    return JsonResponse({})\n',
      'app/log.py': `
class LogMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response
    def __call__(self, request):
        body = request.body
        response = self.get_response(request)
        self.note(request, response, body)
        return response
    def note(self, request, response, body):
        key = request.headers.get('X-Api-Key')
        if not key:
            return
        write(key)
`,
    }),
  ).toEqual(['ANY /x none']);
});

test('a permission that compares what strangers do not have may refuse them, and lets others pass', async () => {
  expect(
    await linkOf({
      'app/settings.py': "ROOT_URLCONF = 'app.urls'\n",
      'app/urls.py':
        'from django.urls import path\nfrom .views import View\nurlpatterns = [path("x/", View.as_view())]\n',
      'app/views.py': `
from rest_framework.views import APIView
from rest_framework.permissions import SAFE_METHODS, BasePermission
class OwnOrAbove(BasePermission):
    def has_permission(self, request, view):
        if request.method not in SAFE_METHODS:
            if request.user == find(view.kwargs):
                return True
            if request.user.level < 3:
                return False
        return True
class View(APIView):
    permission_classes = (OwnOrAbove,)
    def get(self, request): pass
    def post(self, request): pass
`,
    }),
  ).toEqual(['GET /x none', 'POST /x unknown session']);
});
