/** What can be claimed: the activities and measures of the models, and the activities of DSOMM that they are mapped to. */
import type { Models } from '../../models/schema.ts';
import { DSOMM_IDS } from './dsomm-names.ts';

type Question = { readonly id: string; readonly kind: 'activity' | 'measure' };

export type Questions = {
  /** By id in lower case. */
  readonly known: ReadonlyMap<string, Question>;
  readonly dsomm: DsommCrosswalk;
};

/** An activity of DSOMM that a model names as a counterpart. */
export type DsommActivity = { readonly name: string; readonly level: number; readonly about: readonly string[] };

export type DsommCrosswalk = {
  /** By name in lower case; the name is the one of the 2026 data set. */
  readonly byName: ReadonlyMap<string, DsommActivity>;
  /** By UUID, which stays when an activity is renamed. */
  readonly byUuid: ReadonlyMap<string, DsommActivity>;
};

export function questionsOf({ models }: Models): Questions {
  const known = models.flatMap<Question>(model =>
    model.kind === 'domains'
      ? model.activities.map(({ id }) => ({ id, kind: 'activity' }))
      : model.measures.map(({ id }) => ({ id, kind: 'measure' })),
  );
  const byName = new Map<string, DsommActivity>();
  for (const { id, entry } of crosswalkEntries(models)) {
    const activity = counterpart(entry);
    if (activity === undefined) continue;
    const about = byName.get(nameKey(activity.name))?.about ?? [];
    byName.set(nameKey(activity.name), { ...activity, about: about.includes(id) ? about : [...about, id] });
  }
  const byUuid = new Map(
    DSOMM_IDS.flatMap(([uuid, name]) => {
      const activity = byName.get(nameKey(name));
      return activity ? [[uuid, activity] as const] : [];
    }),
  );
  return { known: new Map(known.map(item => [item.id.toLowerCase(), item])), dsomm: { byName, byUuid } };
}

export function nameKey(name: string): string {
  return name.trim().toLowerCase().replace(/\s+/g, ' ');
}

function crosswalkEntries(models: Models['models']): readonly { readonly id: string; readonly entry: string }[] {
  return models.flatMap(model =>
    model.kind === 'domains'
      ? model.activities.flatMap(({ id, crosswalk }) => crosswalk.dsomm.map(entry => ({ id, entry })))
      : [],
  );
}

/** `Load tests (4)`: the name of an activity, and its level in DSOMM. */
function counterpart(entry: string): { readonly name: string; readonly level: number } | undefined {
  const match = /^(.+?)\s*\(([1-5])\)$/.exec(entry.trim());
  return match ? { name: match[1] ?? '', level: Number(match[2]) } : undefined;
}
