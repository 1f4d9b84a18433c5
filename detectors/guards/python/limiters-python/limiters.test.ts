import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { limitersPython } from './limiters.ts';

test('limits of operations', () =>
  check(
    limitersPython,
    'shop/app.py',
    `
from flask_limiter import Limiter
from django_ratelimit.decorators import ratelimit
from shop.limits import shared
limiter = Limiter(get_remote_address)
@limiter.limit('5/minute')
#        ^^^^^ guard-kind none limiter
def a(): ...
@shared.limit('5/minute')
#       ^^^^^ guard-kind none limiter
def b(): ...
@ratelimit(key='ip', rate='5/m')
# <~~~~~~~~ guard-kind none limiter
def c(): ...
`.replace('# <~~~~~~~~ ', '#^^^^^^^^^ '),
  ));

test('limits of an application', () =>
  check(
    limitersPython,
    'shop/app.py',
    `
from flask_limiter import Limiter
limiter = Limiter(get_remote_address, app=app, default_limits=['200 per day'])
#         ^^^^^^^ guard-kind none limiter
#         ^^^^^^^ guard
other = Limiter(get_remote_address, app=app)
later = Limiter(get_remote_address, default_limits=['200 per day'])
`,
  ));

test('other things of that name are none', () =>
  check(
    limitersPython,
    'shop/app.py',
    `
from sqlalchemy import select
limiter = Throttle()
limiter.limit('5/minute')
select(User).limit(5)
def page(query):
    return query.limit(5)
`,
  ));
