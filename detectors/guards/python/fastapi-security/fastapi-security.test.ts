import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { fastapiSecurity } from './fastapi-security.ts';

test('schemes hand a credential on; without auto_error they do not demand it', () =>
  check(
    fastapiSecurity,
    'security.py',
    `
from fastapi.security import HTTPBearer
#                            ^^^^^^^^^^ guard-export unknown bearer | fastapi.security HTTPBearer
from starlette.authentication import requires
bearer = HTTPBearer()
#        ^^^^^^^^^^ guard-kind unknown demanded bearer
soft = HTTPBearer(auto_error=False)
#      ^^^^^^^^^^ guard-kind optional if-sent bearer
late = HTTPBearer(auto_error=settings.STRICT)
#      ^^^^^^^^^^ guard-kind unknown if-sent bearer
@requires(['admin'])
#^^^^^^^^ guard-kind required custom | scopes [admin]
async def admin(request): pass
`,
  ));

test('classes of the same names from elsewhere are none', () =>
  check(
    fastapiSecurity,
    'other.py',
    `
from starlette_things import HTTPBearer, requires
a = HTTPBearer()
@requires('x')
def f(): pass
`,
  ));
