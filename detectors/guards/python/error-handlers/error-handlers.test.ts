import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { errorHandlersPython } from './error-handlers.ts';

test('handlers of every failure', () =>
  check(
    errorHandlersPython,
    'shop/app.py',
    `
@app.errorhandler(Exception)
#    ^^^^^^^^^^^^ guard error
#    ^^^^^^^^^^^^ guard error
def failed(error): ...
app.register_error_handler(500, answer)
#   ^^^^^^^^^^^^^^^^^^^^^^ guard error
#   ^^^^^^^^^^^^^^^^^^^^^^ guard error
@api.exception_handler(Exception)
#    ^^^^^^^^^^^^^^^^^ guard error
#    ^^^^^^^^^^^^^^^^^ guard error
async def failed_too(request, exc): ...
api.add_exception_handler(Exception, answer)
#   ^^^^^^^^^^^^^^^^^^^^^ guard error
#   ^^^^^^^^^^^^^^^^^^^^^ guard error
`,
  ));

test('those of some failures are none', () =>
  check(
    errorHandlersPython,
    'shop/app.py',
    `
@app.errorhandler(404)
def missing(error): ...
@app.errorhandler(OutOfStock)
def sold(error): ...
app.add_exception_handler(RateLimitExceeded, handler)
app.errorhandler(Exception)
errorhandler(Exception, f)
`,
  ));
