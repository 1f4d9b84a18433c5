import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

const ROUTE =
  'export async function GET() { return Response.json({}); }\nexport const POST = async (request: Request) => Response.json({});';

test('routes of files, groups left out, parameters converted', async () => {
  expect(
    await linkOf({
      'app/api/users/[id]/route.ts': ROUTE,
      'app/(group)/api/all/[...rest]/route.ts': 'export async function GET() { return Response.json({}); }',
      'pages/api/old/[id].ts':
        'export default function handler(req, res) { if (req.method !== "GET") return res.status(405).end(); res.json({}); }',
    }),
  ).toEqual([
    'GET /api/all/{*rest} none',
    'GET /api/old/{id} none',
    'GET /api/users/{id} none',
    'POST /api/users/{id} none',
  ]);
});

test('a matcher that leaves the interface out protects none of it', async () => {
  const guard = (matcher: string): string => `import { NextResponse } from 'next/server';
export function middleware(request) { if (!request.cookies.get('session')) return NextResponse.redirect(new URL('/login', request.url)); if (!check(request.cookies.get('session'))) return NextResponse.redirect(new URL('/login', request.url)); return NextResponse.next(); }
const check = value => require('some-db').find(value);
export const config = { matcher: ${matcher} };`;
  const of = (matcher: string): Promise<readonly string[]> =>
    linkOf({
      'middleware.ts': guard(matcher),
      'app/api/x/route.ts': 'export async function GET() { return Response.json({}); }',
    });
  expect(await of("['/((?!api|_next).*)']")).toEqual(['GET /api/x none']);
  expect(await of("['/((?!_next).*)']")).toEqual(['GET /api/x required session']);
  expect(await of("'/api/:path*'")).toEqual(['GET /api/x required session']);
  expect(await of("['/app/:path*', '/api/y']")).toEqual(['GET /api/x none']);
  expect(await of("[{ source: '/api/:path*', missing: [{ type: 'header', key: 'x' }] }]")).toEqual([
    'GET /api/x unknown session',
  ]);
});

test('a middleware that narrows itself by the path', async () => {
  expect(
    await linkOf({
      'middleware.ts': `import { NextResponse } from 'next/server';
import { getToken } from 'next-auth/jwt';
export async function middleware(request) { const { pathname } = request.nextUrl; if (!pathname.startsWith('/api/admin')) return NextResponse.next(); const token = await getToken({ req: request }); if (!token) return NextResponse.json({}, { status: 401 }); return NextResponse.next(); }`,
      'app/api/admin/x/route.ts': 'export async function GET() { return Response.json({}); }',
      'app/api/open/route.ts': 'export async function GET() { return Response.json({}); }',
    }),
  ).toEqual(['GET /api/admin/x required session', 'GET /api/open none']);
});

test('handlers that check by themselves', async () => {
  const of = (body: string): Promise<readonly string[]> =>
    linkOf({
      'app/api/x/route.ts': `import { getServerSession } from 'next-auth';\nimport { cookies, headers } from 'next/headers';\nimport { db } from '@/db';\nexport async function GET(request) { ${body} }`,
      'db.ts': "import { connect } from 'some-database';\nexport const db = connect();",
      'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }',
    });
  expect(
    await of(
      'const session = await getServerSession(); if (!session) return Response.json({}, { status: 401 }); return Response.json({});',
    ),
  ).toEqual(['GET /api/x required session']);
  expect(await of('const session = await getServerSession(); return Response.json({ user: session?.user });')).toEqual([
    'GET /api/x none',
  ]);
  expect(
    await of(
      'const session = getServerSession(); if (!session) return Response.json({}, { status: 401 }); return Response.json({});',
    ),
  ).toEqual(['GET /api/x none']);
  expect(
    await of(
      'const session = await getServerSession(); if (!session) Response.json({}, { status: 401 }); return Response.json({});',
    ),
  ).toEqual(['GET /api/x none']);
  expect(
    await of(
      "const token = (await cookies()).get('session')?.value; const user = await db.users.find(token); if (!user) return new Response(null, { status: 401 }); return Response.json({});",
    ),
  ).toEqual(['GET /api/x required session']);
  expect(
    await of(
      "if ((await headers()).get('authorization') !== `Bearer ${process.env.CRON_SECRET}`) return new Response(null, { status: 401 }); return Response.json({});",
    ),
  ).toEqual(['GET /api/x required bearer']);
});

test('a handler of the pages router that goes on after it refused', async () => {
  const of = (body: string): Promise<readonly string[]> =>
    linkOf({
      'pages/api/x.ts': `import { getServerSession } from 'next-auth';\nimport { db } from 'some-database';\nexport default async function handler(req, res) { const session = await getServerSession(req, res); ${body} }`,
    });
  expect(await of('if (!session) return res.status(401).end(); res.json({});')).toEqual([
    'ANY /api/x required session',
  ]);
  expect(await of('if (!session) { res.status(401).json({}); return; } await db.remove(); res.json({});')).toEqual([
    'ANY /api/x required session',
  ]);
  expect(await of('if (!session) res.status(401).json({}); await db.remove();')).toEqual([
    'ANY /api/x unknown session',
  ]);
});

test('a handler behind a wrapper of the tree', async () => {
  expect(
    await linkOf({
      'lib/auth.ts':
        "import { getServerSession } from 'next-auth';\nexport const withAuth = handler => async (request, context) => { const session = await getServerSession(); if (!session) return Response.json({}, { status: 401 }); return handler(request, context); };\nexport const withMaybe = handler => async (request, context) => { const session = await getServerSession(); return handler(request, context, session); };",
      'app/api/a/route.ts':
        "import { withAuth } from '../../../lib/auth';\nexport const GET = withAuth(async () => Response.json({}));",
      'app/api/b/route.ts':
        "import { withMaybe } from '../../../lib/auth';\nexport const GET = withMaybe(async () => Response.json({}));",
    }),
  ).toEqual(['GET /api/a required session', 'GET /api/b none']);
});

test('a handler that is made by something that could not be followed is not called open', async () => {
  expect(
    await linkOf({
      'app/api/orders/route.ts': `import { guarded } from '../../../lib/missing';\nexport const GET = guarded(async () => Response.json([]));`,
      'app/api/public/route.ts': `export const GET = async () => Response.json([]);`,
    }),
  ).toEqual(['GET /api/orders unknown', 'GET /api/public none']);
});
