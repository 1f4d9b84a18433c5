import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { djangorestframework } from './djangorestframework.ts';

test('view sets are registered on routers, which may nest', () =>
  check(
    djangorestframework,
    'shop/urls.py',
    `
from rest_framework_nested.routers import NestedSimpleRouter, SimpleRouter
#                                                             ^^^^^^^^^^^^ router-base rest_framework_nested.routers.SimpleRouter

router = SimpleRouter(trailing_slash=False)
#        ^^^^^^^^^^^^ router router djangorestframework
router.register(r'users', UserViewSet, basename='user')
#               ^^^^^^^^ resource users UserViewSet | on router
router.register(prefix='a', viewset=A)
#                      ^^^ resource a A | on router
pets = NestedSimpleRouter(router, 'users', lookup='user')
#      ^^^^^^^^^^^^^^^^^^ router router djangorestframework | prefix users/(?P<user_pk>[^/.]+)/; below router
admin.site.register(Model)
`,
  ));

test('functions become views, and actions answer beside the usual members', () =>
  check(
    djangorestframework,
    'shop/views.py',
    `
from rest_framework.decorators import action, api_view, permission_classes
from rest_framework.permissions import SAFE_METHODS, IsAuthenticatedOrReadOnly
#                                      ^^^^^^^^^^^^ known-export rest_framework.permissions.SAFE_METHODS | GET,HEAD,OPTIONS
#                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^ guard-export required | rest_framework.permissions IsAuthenticatedOrReadOnly
from rest_framework.mixins import ListModelMixin
#                                 ^^^^^^^^^^^^^^ view-base rest_framework.mixins.ListModelMixin

@api_view(['GET'])
#^^^^^^^^ function-view [GET]
@permission_classes([IsAuthenticatedOrReadOnly])
#^^^^^^^^^^^^^^^^^^ view-attribute permission_classes [IsAuthenticatedOrReadOnly]
def a(request): pass

class B(ListModelMixin):
    @action(detail=True, methods=['post'], url_path='go', permission_classes=[])
    #^^^^^^ mark action [post] go detail true
    def start(self, request): pass

    @start.mapping.delete
    #              ^^^^^^ mark action DELETE of start
    def stop(self, request): pass
`,
  ));

test('settings hold the defaults', () =>
  check(
    djangorestframework,
    'shop/settings.py',
    `
REST_FRAMEWORK = {'PAGE_SIZE': 1}
# <-------------- project-setting REST_FRAMEWORK
`,
  ));

test('what has such names and is of others is nothing', () =>
  check(
    djangorestframework,
    'shop/plugins.py',
    `
# rest_framework
from plugins import action, router
atexit.register(stop)
@action(detail=True)
def a(): pass
`,
  ));
