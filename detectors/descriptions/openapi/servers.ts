import type { OpenapiNode } from '../../../src/parse/openapi.ts';
import { textIn } from './values.ts';

export type Servers = { readonly urls: readonly string[]; readonly basePaths: readonly string[] };

const MAX_SERVERS = 100;

/** Servers as written, and the path before every path of the document that each gives; variables stand for their default. */
export function serversOf(root: OpenapiNode): Servers {
  if (root.get('swagger')) return serversOfVersion2(root);
  const servers = (root.get('servers')?.items() ?? []).slice(0, MAX_SERVERS);
  const urls = servers.flatMap(server => textIn(server.get('url')) ?? []);
  const paths = servers.flatMap(server => {
    const url = textIn(server.get('url'));
    return url === undefined
      ? []
      : [
          pathOf(
            url.replace(
              /\{([^{}]*)\}/g,
              (whole, name: string) => textIn(server.get('variables')?.get(name)?.get('default')) ?? whole,
            ),
          ),
        ];
  });
  return { urls, basePaths: paths.length === 0 ? [''] : [...new Set(paths)] };
}

/** Source: OpenAPI 2.0, Swagger Object: `schemes`, `host` and `basePath` together say what a server URL says later. */
function serversOfVersion2(root: OpenapiNode): Servers {
  const host = textIn(root.get('host'));
  const basePath = textIn(root.get('basePath')) ?? '';
  const schemes = (root.get('schemes')?.items() ?? []).flatMap(scheme => textIn(scheme) ?? []);
  const urls =
    host === undefined
      ? []
      : schemes.length === 0
        ? [`//${host}${basePath}`]
        : schemes.map(scheme => `${scheme}://${host}${basePath}`);
  return { urls, basePaths: [pathOf(basePath)] };
}

/** The path of a URL or of a reference to one, without trailing slash; `''` for none. */
function pathOf(url: string): string {
  const path = url
    .replace(/^[a-z][a-z0-9+.-]*:/i, '')
    .replace(/^\/\/[^/?#]*/, '')
    .replace(/[?#].*$/, '');
  const segments = path.split('/').filter(segment => segment !== '' && segment !== '.');
  return segments.length === 0 ? '' : `/${segments.join('/')}`;
}

/** Whether a server other than a local one is reached without TLS. */
export function hasClearText(urls: readonly string[]): boolean {
  return urls.some(url => /^(?:http|ws):\/\//i.test(url) && !isLocal(url));
}

function isLocal(url: string): boolean {
  const host = /^[a-z]+:\/\/(\[[^\]]*\]|[^/:?#]*)/i.exec(url)?.[1]?.toLowerCase() ?? '';
  return (
    /^(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\]|host\.docker\.internal)$/.test(host) ||
    /\.(?:localhost|local|test|internal)$/.test(host) ||
    !host.includes('.')
  );
}
