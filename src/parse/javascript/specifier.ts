/** Module specifiers that mean a package: bare names, `node:`, `npm:`, `jsr:` and addresses on module servers. */
import type { ResolvedModule } from '../../core/program.ts';

type Package = Extract<ResolvedModule, { kind: 'package' }>;

/** `@scope/name/sub/path` and `name/sub/path` as name and subpath; undefined where no package can be called so (`@/x`, `~/x`). */
export function packageOf(specifier: string): Package | undefined {
  const parts = specifier.split('/');
  const length = specifier.startsWith('@') ? 2 : 1;
  const name = parts.slice(0, length).join('/');
  const isName = specifier.startsWith('@')
    ? parts[0] !== '@' && parts[1] !== undefined && parts[1] !== ''
    : /^[\w-]/.test(name);
  return isName ? { kind: 'package', name, subpath: parts.slice(length).join('/') } : undefined;
}

/** A specifier with a scheme, as a package; undefined for one without. What no server is known for keeps its whole text as name. */
export function schemePackage(specifier: string): Package | undefined {
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(specifier)?.[0].toLowerCase();
  if (scheme === undefined) return undefined;
  const rest = specifier.slice(scheme.length);
  const whole: Package = { kind: 'package', name: specifier, subpath: '' };
  switch (scheme) {
    case 'node:':
      return packageOf(rest) ?? whole;
    case 'npm:':
    case 'jsr:':
      return versioned(rest.replace(/^\//, '')) ?? whole;
    case 'http:':
    case 'https:':
      return served(rest.replace(/^\/\//, '')) ?? whole;
    default:
      return whole;
  }
}

/** `oak@v12/mod.ts` without the version. */
function versioned(specifier: string): Package | undefined {
  const found = packageOf(specifier);
  if (!found) return undefined;
  const version = found.name.indexOf('@', 1);
  return version === -1 ? found : { ...found, name: found.name.slice(0, version) };
}

/** What stands before a package's name in addresses of module servers. */
const SERVERS: readonly RegExp[] = [
  /^deno\.land\/x\//,
  /^deno\.land\/(?=std\b)/,
  /^jsr\.io\//,
  /^esm\.sh\/(?:v\d+\/)?(?:\*)?(?:jsr\/)?/,
  /^(?:cdn\.)?skypack\.dev\//,
  /^unpkg\.com\//,
  /^cdn\.jsdelivr\.net\/npm\//,
];

function served(address: string): Package | undefined {
  const plain = address.replace(/[?#].*$/s, '');
  for (const server of SERVERS) {
    const prefix = server.exec(plain)?.[0];
    if (prefix !== undefined) return versioned(plain.slice(prefix.length));
  }
  return undefined;
}
