/** Which plugin instance acts on which route: of one plugin, the most specific instance replaces the wider ones. */
import type { FactBody } from '../../../src/core/fact.ts';
import type { DataDocument } from '../../../src/parse/data-file.ts';
import { flagOf, listOf, recordOf, textOf, textsOf } from '../../governance/data-values.ts';
import type { Data } from '../../governance/data-values.ts';
import { referenceOf } from './entities.ts';
import type { Keys, KongRoute, KongService } from './entities.ts';
import { effectsOf } from './plugin.ts';
import type { Effect } from './plugin.ts';

type Scope = 'route' | 'service' | 'global';

type Instance = {
  readonly plugin: string;
  readonly value: Data;
  readonly keys: Keys;
  readonly scope: Scope;
  /** Names of the routes in its scope. */
  readonly covers: ReadonlySet<string>;
  /** It acts for this consumer (or group) alone. */
  readonly consumer: string | undefined;
  /** It refers to a route or service that the file does not have. */
  readonly missing: string | undefined;
};

const WIDTH: { readonly [S in Scope]: number } = { route: 0, service: 1, global: 2 };

/** Every plugin instance as policies, each bound to the routes on which no narrower instance of its plugin stands. */
export function policiesOf(
  root: Data,
  services: readonly KongService[],
  routes: readonly KongRoute[],
  document: DataDocument,
): readonly FactBody[] {
  const instances = instancesOf(root, services, routes);
  const terminated = terminatedConsumers(instances);
  return instances.flatMap((instance): FactBody[] => {
    const { config, notes } = withoutRefusedAnonymous(configOf(instance, root), terminated);
    const bound = boundTo(instance, instances, routes);
    const isEverywhere =
      instance.scope === 'global' && instance.missing === undefined && bound.length === routes.length;
    return effectsOf(instance.plugin, config, instance.value['enabled']).map(effect => ({
      kind: 'gateway-policy',
      at: document.locate([...instance.keys, 'name']),
      product: 'kong',
      routes: isEverywhere ? 'all' : bound,
      ...limited(overHttp({ ...effect, notes: [...effect.notes, ...notes] }, instance), instance, bound),
    }));
  });
}

function instancesOf(root: Data, services: readonly KongService[], routes: readonly KongRoute[]): readonly Instance[] {
  const everywhere = new Set(routes.map(route => route.name));
  const ofService = (service: KongService): ReadonlySet<string> =>
    new Set(routes.filter(route => route.service === service).map(route => route.name));
  const read = (
    list: unknown,
    keys: Keys,
    scope: Scope,
    covers: ReadonlySet<string>,
    consumer?: string,
  ): readonly Instance[] =>
    listOf(list).flatMap((item, index): Instance[] => {
      const value = recordOf(item);
      const plugin = textOf(value['name']);
      if (plugin === undefined) return [];
      return [
        narrowed(
          { plugin, value, keys: [...keys, index], scope, covers, consumer, missing: undefined },
          services,
          routes,
          ofService,
        ),
      ];
    });
  return [
    ...routes.flatMap(route =>
      read(route.value['plugins'], [...route.keys, 'plugins'], 'route', new Set([route.name])),
    ),
    ...services.flatMap(service =>
      read(service.value['plugins'], [...service.keys, 'plugins'], 'service', ofService(service)),
    ),
    ...read(root['plugins'], ['plugins'], 'global', everywhere),
    ...listOf(root['consumers']).flatMap((item, index) =>
      read(
        recordOf(item)['plugins'],
        ['consumers', index, 'plugins'],
        'global',
        everywhere,
        referenceOf(item) ?? `consumers[${index}]`,
      ),
    ),
  ];
}

/** A plugin of the top level may name the route, service or consumer it belongs to. */
function narrowed(
  instance: Instance,
  services: readonly KongService[],
  routes: readonly KongRoute[],
  ofService: (service: KongService) => ReadonlySet<string>,
): Instance {
  const { value } = instance;
  const consumer = instance.consumer ?? referenceOf(value['consumer']) ?? referenceOf(value['consumer_group']);
  const routeName = referenceOf(value['route']);
  if (routeName !== undefined) {
    const route = routes.find(candidate => candidate.name === routeName);
    return {
      ...instance,
      consumer,
      scope: 'route',
      covers: new Set(route ? [route.name] : []),
      missing: route ? undefined : `route ${routeName}`,
    };
  }
  const serviceName = referenceOf(value['service']);
  if (serviceName === undefined) return { ...instance, consumer };
  const service = services.find(candidate => candidate.name === serviceName);
  return {
    ...instance,
    consumer,
    scope: 'service',
    covers: service ? ofService(service) : new Set(),
    missing: service ? undefined : `service ${serviceName}`,
  };
}

function boundTo(instance: Instance, instances: readonly Instance[], routes: readonly KongRoute[]): readonly string[] {
  if (speaksOtherProtocols(instance)) return [];
  const narrower = instances.filter(
    other =>
      other.plugin === instance.plugin &&
      other.consumer === instance.consumer &&
      WIDTH[other.scope] < WIDTH[instance.scope],
  );
  return routes
    .map(route => route.name)
    .filter(name => instance.covers.has(name) && !narrower.some(other => other.covers.has(name)));
}

function speaksOtherProtocols({ value }: Instance): boolean {
  const protocols = textsOf(value['protocols']);
  return protocols.length > 0 && !protocols.includes('http') && !protocols.includes('https');
}

function overHttp(effect: Effect, { value }: Instance): Effect {
  const protocols = textsOf(value['protocols']);
  if (
    effect.mode !== 'enforce' ||
    protocols.length === 0 ||
    (protocols.includes('http') && protocols.includes('https'))
  )
    return effect;
  if (protocols.includes('https')) return effect;
  return { ...effect, mode: 'optional', notes: [...effect.notes, `it acts on ${protocols.join(', ')} alone`] };
}

function limited(effect: Effect, instance: Instance, bound: readonly string[]): Effect {
  const notes = [...effect.notes];
  if (instance.missing !== undefined) notes.push(`it refers to ${instance.missing}, which the file does not have`);
  else if (bound.length === 0)
    notes.push(speaksOtherProtocols(instance) ? 'its protocols are not HTTP' : 'no route of the file is left to it');
  if (instance.consumer === undefined) return { ...effect, notes };
  notes.push(`it acts for ${instance.consumer} alone`);
  return { ...effect, mode: effect.mode === 'enforce' ? 'optional' : effect.mode, notes };
}

/** Consumers whose every request is refused. */
function terminatedConsumers(instances: readonly Instance[]): ReadonlySet<string> {
  return new Set(
    instances
      .filter(
        ({ plugin, value, consumer, scope }) =>
          plugin === 'request-termination' &&
          consumer !== undefined &&
          scope === 'global' &&
          flagOf(value['enabled']) !== false,
      )
      .map(({ consumer }) => consumer ?? ''),
  );
}

/** As the anonymous consumer of a plugin, a consumer whose every request is refused closes the door again. */
function withoutRefusedAnonymous(
  config: Data,
  refused: ReadonlySet<string>,
): { readonly config: Data; readonly notes: readonly string[] } {
  const anonymous = textOf(config['anonymous']);
  if (anonymous === undefined || !refused.has(anonymous)) return { config, notes: [] };
  const { anonymous: _closed, ...rest } = config;
  return { config: rest, notes: [`the anonymous consumer ${anonymous} is refused by request-termination`] };
}

/** `_config` names a shared configuration of the file; the instance's own keys win. */
function configOf({ value }: Instance, root: Data): Data {
  const shared = recordOf(recordOf(root['_plugin_configs'])[textOf(value['_config']) ?? '']);
  return { ...shared, ...recordOf(value['config']) };
}
