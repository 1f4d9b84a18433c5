/** Names of types go by themselves, too: a project may import their namespace for all its files. */
export function types(namespace: string, ...names: readonly string[]): readonly string[] {
  return names.flatMap(name => [name, `${namespace}.${name}`]);
}
