import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { outboundHardeningPython } from './outbound-hardening.ts';

test('limits are read at the call and at the object it is made on', () =>
  check(
    outboundHardeningPython,
    'app/carriers.py',
    `
import requests, httpx, aiohttp
from urllib.request import urlopen
requests.get('https://a.io', timeout=5)
#        ^^^ outbound sound | requests gives up after a time
requests.post('https://a.io', json=body)
#        ^^^^ outbound partial | requests has no timeout of its own
requests.get('https://a.io', timeout=None)
#        ^^^ outbound partial
requests.request('GET', 'https://a.io', **options)
httpx.get('https://a.io')
#     ^^^ outbound sound | httpx gives up after a time by itself
httpx.get('https://a.io', timeout=None)
#     ^^^ outbound partial
urlopen('https://a.io')
# <----- outbound partial
session = requests.Session()
session.put('https://a.io')
#       ^^^ outbound partial
with httpx.Client(timeout=None) as client:
    client.get('https://a.io')
#          ^^^ outbound partial
    client.get('https://a.io', timeout=3)
#          ^^^ outbound sound
class Carrier:
    def __init__(self):
        self.http = httpx.AsyncClient(timeout=4)
    async def load(self):
        async with aiohttp.ClientSession() as web:
            await web.get('https://a.io')
#                     ^^^ outbound sound
        return await self.http.get('https://a.io')
#                              ^^^ outbound sound
requests.get('http://localhost:8000/health')
`.replace('# <----- outbound', '# <------- outbound'),
  ));

test('certificates that are not verified', () =>
  check(
    outboundHardeningPython,
    'app/carriers.py',
    `
import requests, httpx, aiohttp
requests.get(URL, timeout=5, verify=False)
#                                   ^^^^^ outbound unsound | certificates of the other side are not verified
httpx.Client(verify=False).get(URL)
#                   ^^^^^ outbound unsound
aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=False)).get(URL)
#                                                        ^^^^^ outbound unsound
requests.get(URL, timeout=5, verify=not DEBUG)
#        ^^^ outbound sound
requests.get(URL, timeout=5, verify='/etc/ca.pem')
#        ^^^ outbound sound
`,
  ));

test('an address that the client chooses', () =>
  check(
    outboundHardeningPython,
    'app/hooks.py',
    `
import requests
from flask import request
def flask():
    return requests.get(request.args.get('url'), timeout=5)
#                   ^^^ outbound unsound | requests requests an address that the client chooses
def drf(self, request):
    data = request.data
    return requests.post(f"{data['hook']}/x", timeout=5)
#                   ^^^^ outbound unsound
def schema_of_the_whole(self, request):
    serializer = HookSerializer(data=request.data)
    while True:
        target = request.data['hook']
        return requests.post(target, timeout=5)
#                       ^^^^ outbound unsound
async def starlette(request):
    body = await request.json()
    return requests.get(body['url'], timeout=5)
#                   ^^^ outbound unsound
`,
  ));

test('a part of a path, a checked address and what others were given are none', () =>
  check(
    outboundHardeningPython,
    'app/hooks.py',
    `
import requests
from flask import request
def part():
    return requests.get(f"https://a.io/{request.args['id']}", timeout=5)
#                   ^^^ outbound sound
def checked():
    url = request.json['url']
    ensure_public(url)
    return requests.get(url, timeout=5)
#                   ^^^ outbound sound
def looked():
    url = request.json['url']
    if urlparse(url).hostname not in HOSTS: raise Bad()
    return requests.get(url, timeout=5)
#                   ^^^ outbound sound
def given(url):
    return requests.get(url, timeout=5)
#                   ^^^ outbound sound
`,
  ));

test('what is no client', () =>
  check(
    outboundHardeningPython,
    'app/other.py',
    `
from .http import requests
import requests_cache
session = Session()
requests.get('https://a.io')
session.get('https://a.io')
cache.get('key')
`,
  ));
