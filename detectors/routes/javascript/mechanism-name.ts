import type { Mechanism } from '../../../src/core/facts/program.ts';

/** What a strategy is, by the name that it was registered under: frameworks look strategies up by name. */
export function mechanismNamed(strategy: string): Mechanism {
  const name = strategy.toLowerCase();
  if (name.includes('jwt')) return 'jwt';
  if (name.includes('session') || name.includes('cookie')) return 'session';
  if (name === 'simple' || name.includes('basic')) return 'basic';
  if (name.includes('oauth')) return 'oauth2';
  if (name.includes('bearer') || name.includes('token')) return 'bearer';
  return name.includes('key') ? 'api-key' : 'custom';
}
