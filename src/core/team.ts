/** Who answers for an API. */

type Owned = { readonly id: string; readonly repository: string; readonly owner: string | null };

/**
 * The team of each API, by its id: its owner, or where it names none the one owner that the other APIs of its repository
 * have; null when they have none, or several.
 */
export function teamsOf(apis: readonly Owned[]): ReadonlyMap<string, string | null> {
  const owners = new Map<string, Set<string>>();
  for (const { repository, owner } of apis) {
    if (owner === null) continue;
    const known = owners.get(repository);
    if (known === undefined) owners.set(repository, new Set([owner]));
    else known.add(owner);
  }
  return new Map(apis.map(({ id, repository, owner }) => [id, owner ?? onlyOne(owners.get(repository))]));
}

function onlyOne(owners: ReadonlySet<string> | undefined): string | null {
  const [one, ...others] = owners ?? [];
  return one !== undefined && others.length === 0 ? one : null;
}
