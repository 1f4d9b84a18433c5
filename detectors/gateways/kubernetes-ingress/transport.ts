/** What an Ingress says about TLS. */
import type { FactBody } from '../../../src/core/fact.ts';
import type { PolicyMode } from '../../../src/core/facts/gateway.ts';
import type { Resource } from '../../architecture/kubernetes/resource.ts';
import { flagOf, listOf, recordOf, textOf } from '../../governance/data-values.ts';
import { KONG, NGINX } from './ingress.ts';
import type { Ingress } from './ingress.ts';

/**
 * TLS for the routes whose host has a certificate. ingress-nginx sends clear text to TLS then, unless `ssl-redirect` is
 * off; Kong does when `protocols` is `https` alone; for other controllers the file does not say. Without a certificate
 * there is no fact: what stands before the Ingress may end TLS.
 */
export function transportPolicies(ingress: Ingress): readonly FactBody[] {
  const { resource, product } = ingress;
  const hosts = certifiedHosts(resource);
  const forced =
    flagOf(resource.annotations[`${NGINX}force-ssl-redirect`]) === true && ingress.controller === 'ingress-nginx';
  const routes = ingress.routes
    .filter(
      ({ fact }) =>
        forced || hosts === 'all' || fact.hosts.some(host => hosts.has(host) || hosts.has(wildcardOf(host))),
    )
    .map(({ fact }) => fact.route);
  if (routes.length === 0) return [];
  const { mode, note, keys } = redirectOf(ingress);
  return [
    {
      kind: 'gateway-policy',
      at: resource.locate(keys),
      product,
      control: 'tls',
      routes: [...new Set(routes)],
      mode,
      notes: note === undefined ? [] : [note],
    },
  ];
}

type Redirect = { readonly mode: PolicyMode; readonly note?: string; readonly keys: readonly string[] };

function redirectOf({ controller, resource: { annotations } }: Ingress): Redirect {
  const certificate = ['spec', 'tls'];
  const off = `${NGINX}ssl-redirect`;
  if (controller === 'ingress-nginx') {
    if (flagOf(annotations[`${NGINX}force-ssl-redirect`]) === true)
      return { mode: 'enforce', keys: ['metadata', 'annotations', `${NGINX}force-ssl-redirect`] };
    if (flagOf(annotations[off]) === false)
      return {
        mode: 'optional',
        note: 'ssl-redirect is off: clear text is answered too',
        keys: ['metadata', 'annotations', off],
      };
    return { mode: 'enforce', keys: certificate };
  }
  if (controller === 'kong') {
    const protocols = textOf(annotations[`${KONG}protocols`]);
    if (protocols === undefined)
      return {
        mode: 'optional',
        note: 'clear text is answered too, unless konghq.com/protocols is https alone',
        keys: certificate,
      };
    const clear = protocols.split(',').some(protocol => protocol.trim() === 'http');
    const keys = ['metadata', 'annotations', `${KONG}protocols`];
    return clear ? { mode: 'optional', note: 'the route also answers in clear text', keys } : { mode: 'enforce', keys };
  }
  return { mode: 'unresolved', note: 'whether clear text is redirected depends on the controller', keys: certificate };
}

/** Hosts that have a certificate; an entry without hosts covers all. */
function certifiedHosts({ value }: Resource): ReadonlySet<string> | 'all' {
  const entries = listOf(recordOf(value['spec'])['tls']).map(recordOf);
  if (entries.some(entry => listOf(entry['hosts']).length === 0)) return 'all';
  return new Set(
    entries.flatMap(entry =>
      listOf(entry['hosts'])
        .map(textOf)
        .filter(host => host !== undefined),
    ),
  );
}

function wildcardOf(host: string): string {
  return `*${host.slice(Math.max(0, host.indexOf('.')))}`;
}
