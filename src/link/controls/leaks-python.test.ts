import { expect, test } from 'vitest';
import { linked } from '../../../tests/support/link.ts';

/** Whether the one operation of a REST framework view with this body tells what went wrong inside. */
async function leakOf(body: string, file = ''): Promise<string | undefined> {
  const { operations } = await linked({
    'shop/settings.py': "ROOT_URLCONF = 'shop.urls'\nINSTALLED_APPS = ['rest_framework']\n",
    'shop/urls.py':
      "from django.urls import path\nfrom shop.views import Orders\nurlpatterns = [path('orders', Orders.as_view())]\n",
    'shop/views.py': `from rest_framework.views import APIView
from rest_framework.response import Response
import traceback
${file}
class Orders(APIView):
    def get(self, request):
${body
  .split('\n')
  .map(line => `        ${line}`)
  .join('\n')}
`,
  });
  const [operation] = operations.filter(({ method }) => method === 'GET');
  if (!operation) return 'no operation';
  return operation.controls?.find(({ control }) => control === 'error-leak')?.what.replace(/^(?:the )?\w+ /, '');
}

const caught = (handler: string, kind = 'Exception as e'): string =>
  `try:\n    return Response(load())\nexcept ${kind}:\n    ${handler}`;

const MESSAGE = 'sends the text of the exception';
const TRACE = 'sends the error or its trace';

test.each([
  ["return Response({'error': str(e)}, status=500)", MESSAGE],
  ["return Response({'error': repr(e)}, status=500)", MESSAGE],
  ["return Response({'error': f'failed: {e}'}, status=500)", MESSAGE],
  ["return Response({'error': f'failed: {e!r}'}, status=500)", MESSAGE],
  ["return Response({'error': 'failed: {}'.format(e)}, status=500)", MESSAGE],
  ["return Response({'error': e.args[0]}, status=500)", MESSAGE],
  ["return Response({'trace': traceback.format_exc()}, status=500)", TRACE],
  ['raise HTTPException(status_code=500, detail=str(e))', MESSAGE],
  ['raise HTTPException(500, str(e)) from e', MESSAGE],
  ['abort(500, str(e))', MESSAGE],
  ["message = str(e)\n    return Response({'error': message})", MESSAGE],
])('%s leaks', async (handler, what) => expect(await leakOf(caught(handler))).toBe(what));

test.each([
  ["return Response({'error': 'internal'}, status=500)"],
  ["logger.error(str(e))\n    return Response({'error': 'internal'}, status=500)"],
  ['raise ServiceError(str(e)) from e'],
  ["if settings.DEBUG:\n        return Response({'error': str(e)})\n    return Response({'error': 'internal'})"],
  ["return Response({'error': e.detail})"],
])('%s does not', async handler => expect(await leakOf(caught(handler))).toBe(undefined));

test('the words of an exception of one class may be made for whoever asks', async () => {
  const answer = "return Response({'error': str(e)}, status=400)";
  expect(await leakOf(caught(answer, 'OutOfStock as e'))).toBe(undefined);
  expect(await leakOf(caught(answer, '(OutOfStock, Closed) as e'))).toBe(undefined);
  expect(await leakOf(caught(answer, '(OutOfStock, Exception) as e'))).toBe(MESSAGE);
  expect(await leakOf(caught(answer, 'IntegrityError as e'))).toBe(MESSAGE);
});

test('of several handlers each counts for what it catches', async () => {
  const own = "except OutOfStock as e:\n    return Response({'error': str(e)})";
  const rest = "except Exception as e:\n    return Response({'error': str(e)}, status=500)";
  expect(await leakOf(`try:\n    load()\n${own}\n${rest}`)).toBe(MESSAGE);
  expect(await leakOf(`try:\n    load()\n${own}\nexcept Exception as e:\n    raise`)).toBe(undefined);
});

test('a trace needs no name for the exception', async () => {
  expect(await leakOf(caught("return Response({'trace': traceback.format_exc()})", 'Exception'))).toBe(TRACE);
});
