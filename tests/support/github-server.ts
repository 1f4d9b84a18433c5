/** A server of this machine that answers like GitHub: the REST API of one organisation, and its repositories by git. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { git, makeRepository } from './git-repository.ts';
import { serveGit } from './github-server-git.ts';

export type SeenRequest = { readonly method: string; readonly url: string; readonly authorization: string | undefined };

export type GithubServer = {
  /** `http://127.0.0.1:PORT`: base of the API and of git. */
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** Commit of each repository that has one. */
  readonly commits: Readonly<Record<string, string>>;
  /** The bare repository, to change what is served. */
  readonly repository: (name: string) => string;
  readonly close: () => Promise<void>;
};

export type GithubServerOptions = {
  /** A folder of the server's own. */
  readonly root: string;
  readonly token: string;
  /** Called with each request for git, before it is answered: the fetching process is waiting then. */
  readonly onGitRequest?: (path: string) => void;
  /** A foreign server that hostile answers point to. */
  readonly elsewhere?: string;
};

type Repository = {
  readonly name: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly flags?: Readonly<Record<string, unknown>>;
};

const ORGANISATION = 'acme';

/** Twelve repositories: nine that can be scanned less one whose fetch fails, one archived, one fork, one empty. */
const REPOSITORIES: readonly Repository[] = [
  {
    name: 'orders',
    files: {
      'package.json': '{"name":"orders","main":"src/app.js"}',
      'src/app.js': "require('express')().get('/orders', list);\n",
    },
  },
  { name: 'cart', files: { 'src/app.js': "require('express')().get('/cart', show);\n" } },
  { name: 'billing', files: { 'main.lua': 'print(1)\n' }, flags: { private: true } },
  { name: 'docs', files: { 'README.md': '# Docs\n' } },
  { name: 'legacy', files: { 'index.php': '<?php\n' }, flags: { archived: true } },
  { name: 'express-fork', files: { 'index.js': 'x\n' }, flags: { fork: true } },
  { name: 'nothing-yet', flags: { size: 0 } },
  { name: 'unreachable', files: { 'a.js': 'x\n' } },
  { name: 'large', files: { 'src/a.ts': 'export {};\n', 'dump.json': 'x'.repeat(5 * 1024 * 1024) } },
  { name: 'links', files: { 'openapi/api.yaml': 'openapi: 3.0.0\n' } },
  { name: 'Weird.Name_1', files: { 'line\nbreak.ts': 'export {};\n' } },
  { name: 'gateway', files: { 'kong.yaml': '_format_version: "3.0"\n' } },
];

/** GitHub's pages are larger; small ones make every test page. */
const PAGE = 5;

export async function startGithub(options: GithubServerOptions): Promise<GithubServer> {
  const commits = makeRepositories(options.root);
  const requests: SeenRequest[] = [];
  const troubles = new Set(['bad-gateway', 'secondary-limit']);
  let url = '';
  const server = createServer((request, response) => {
    const { pathname, searchParams, search } = new URL(request.url ?? '/', url);
    requests.push({
      method: request.method ?? '',
      url: request.url ?? '',
      authorization: request.headers.authorization,
    });
    if (pathname.includes('.git/')) {
      options.onGitRequest?.(pathname);
      return answerGit(options, pathname, search.slice(1), request, response);
    }
    if (request.headers.authorization !== `token ${options.token}`)
      return json(response, 401, { message: 'Bad credentials' });
    const page = Number(searchParams.get('page') ?? '1');
    if (pathname === `/orgs/${ORGANISATION}`)
      return json(response, 200, { login: ORGANISATION, public_repos: 11, total_private_repos: 1 });
    if (pathname === `/orgs/${ORGANISATION}/repos`) {
      // Each trouble comes once: the second attempt succeeds.
      if (page === 2 && troubles.delete('bad-gateway')) return json(response, 502, { message: 'Server Error' });
      if (page === 3 && troubles.delete('secondary-limit')) {
        return json(
          response,
          403,
          { message: 'You have exceeded a secondary rate limit. Please wait.' },
          { 'retry-after': '1' },
        );
      }
      return json(response, 200, pageOf(REPOSITORIES, page), linkTo(url, pathname, page));
    }
    if (pathname === '/users/ada') return json(response, 200, { login: 'ada', public_repos: 3 });
    if (pathname === '/users/ada/repos') return json(response, 200, pageOf(REPOSITORIES.slice(0, 2), page));
    if (pathname === '/orgs/hostile-page') return json(response, 200, { login: 'hostile-page', public_repos: 0 });
    if (pathname === '/orgs/hostile-page/repos')
      return json(response, 200, [], { link: `<${options.elsewhere}/orgs/hostile-page/repos?page=2>; rel="next"` });
    if (pathname === '/repos/acme/moved-away')
      return json(response, 301, {}, { location: `${options.elsewhere}/repositories/1` });
    if (pathname === '/repos/acme/old-name') return json(response, 301, {}, { location: '/repositories/7' });
    const named = pathname === '/repositories/7' ? 'orders' : /^\/repos\/acme\/([^/]+)$/.exec(pathname)?.[1];
    const repository = REPOSITORIES.find(candidate => candidate.name === named);
    return repository === undefined
      ? json(response, 404, { message: 'Not Found' })
      : json(response, 200, describe(repository));
  });
  url = await listen(server);
  return {
    url,
    requests,
    commits,
    repository: name => join(options.root, ORGANISATION, `${name}.git`),
    close: () => stop(server),
  };
}

/** A server that only notes what reaches it: nothing should. */
export async function startElsewhere(): Promise<{
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  readonly close: () => Promise<void>;
}> {
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    requests.push({
      method: request.method ?? '',
      url: request.url ?? '',
      authorization: request.headers.authorization,
    });
    json(response, 200, []);
  });
  return { url: await listen(server), requests, close: () => stop(server) };
}

function makeRepositories(root: string): Record<string, string> {
  const commits: Record<string, string> = {};
  mkdirSync(join(root, ORGANISATION), { recursive: true });
  for (const { name, files } of REPOSITORIES) {
    const bare = join(root, ORGANISATION, `${name}.git`);
    if (files === undefined) {
      git(root, ['init', '-q', '--bare', bare]);
      continue;
    }
    const work = join(root, 'work', name);
    commits[name] = makeRepository(work, files);
    if (name === 'links') commits[name] = addLinks(work);
    git(root, ['clone', '-q', '--bare', work, bare]);
    git(bare, ['config', 'uploadpack.allowFilter', 'true']);
  }
  return commits;
}

function addLinks(work: string): string {
  symlinkSync('openapi/api.yaml', join(work, 'api.yaml'));
  symlinkSync('../../../etc/passwd', join(work, 'passwd'));
  symlinkSync('openapi', join(work, 'folder'));
  symlinkSync('nowhere', join(work, 'broken'));
  git(work, ['update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},vendored`]);
  git(work, ['add', 'api.yaml', 'passwd', 'folder', 'broken']);
  git(work, ['commit', '-q', '-m', 'links']);
  return git(work, ['rev-parse', 'HEAD']);
}

function answerGit(
  options: GithubServerOptions,
  pathname: string,
  query: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const expected = `Basic ${Buffer.from(`x-access-token:${options.token}`).toString('base64')}`;
  if (request.headers.authorization !== expected)
    return json(response, 401, { message: 'no token' }, { 'www-authenticate': 'Basic realm="GitHub"' });
  // The server repeats what it was given, as some do in their errors.
  if (pathname.includes('/unreachable.git/'))
    return json(response, 500, { message: `failed for ${request.headers.authorization}` });
  if (pathname.includes('/moved.git/'))
    return json(response, 301, {}, { location: `${options.elsewhere}${request.url}` });
  serveGit(options.root, pathname, query, request, response);
}

function describe({ name, flags }: Repository): Record<string, unknown> {
  return {
    name,
    full_name: `${ORGANISATION}/${name}`,
    owner: { login: ORGANISATION },
    private: false,
    fork: false,
    archived: false,
    disabled: false,
    mirror_url: null,
    size: 12,
    default_branch: 'main',
    // A server may say anything here; the token must not follow it.
    clone_url: 'http://203.0.113.7/elsewhere.git',
    ...flags,
  };
}

function pageOf(repositories: readonly Repository[], page: number): unknown[] {
  return repositories.slice((page - 1) * PAGE, page * PAGE).map(describe);
}

function linkTo(url: string, pathname: string, page: number): Record<string, string> {
  if (page * PAGE >= REPOSITORIES.length) return {};
  return {
    link: `<${url}${pathname}?per_page=100&page=${page + 1}>; rel="next", <${url}${pathname}?page=3>; rel="last"`,
  };
}

function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': '4100',
    'x-ratelimit-reset': '4102444800',
    ...headers,
  });
  response.end(JSON.stringify(body));
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the test server has no port');
  return `http://127.0.0.1:${address.port}`;
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>(resolve => server.close(() => resolve()));
}
