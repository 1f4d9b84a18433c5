/** Which column of a questionnaire says what. */

const ROLES = {
  activity: ['activity', 'id', 'control', 'question id', 'activity id', 'control id', 'measure'],
  level: ['level', 'claimed level', 'answer', 'maturity', 'claimed', 'maturity level'],
  note: ['note', 'notes', 'comment', 'comments', 'evidence'],
  owner: ['owner', 'team'],
  date: ['date', 'assessed', 'assessed on'],
  expires: ['expires', 'expiry', 'expiry date', 'valid until'],
} as const;

type Role = keyof typeof ROLES;

/** Positions of the columns, from 0. Several columns may hold notes; any other role has one column at most. */
export type Columns = {
  readonly activity: number;
  readonly level: number;
  readonly notes: readonly number[];
  readonly owner: number | undefined;
  readonly date: number | undefined;
  readonly expires: number | undefined;
  /** Names of the columns that say nothing we compare. */
  readonly ignored: readonly string[];
};

export type FoundColumns =
  | { readonly kind: 'found'; readonly columns: Columns }
  | { readonly kind: 'missing'; readonly why: string };

/** Letter case, `_` and `-` in the names do not matter. */
export function columnsOf(header: readonly string[]): FoundColumns {
  const roles = header.map(roleOf);
  const positions = (role: Role) => roles.flatMap((own, index) => (own === role ? [index] : []));
  for (const role of ['activity', 'level', 'owner', 'date', 'expires'] as const) {
    const [first, second] = positions(role);
    if (first !== undefined && second !== undefined) {
      const why = `columns "${header[first]}" and "${header[second]}" both say the ${role}: keep one`;
      return { kind: 'missing', why };
    }
  }
  const [activity] = positions('activity');
  const [level] = positions('level');
  if (activity === undefined || level === undefined) {
    const role = activity === undefined ? 'activity' : 'level';
    return { kind: 'missing', why: `no column says the ${role}: one must be called ${ROLES[role].join(', ')}` };
  }
  return {
    kind: 'found',
    columns: {
      activity,
      level,
      notes: positions('note'),
      owner: positions('owner')[0],
      date: positions('date')[0],
      expires: positions('expires')[0],
      ignored: header.filter((name, index) => roles[index] === undefined && name.trim() !== ''),
    },
  };
}

function roleOf(name: string): Role | undefined {
  const plain = name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');
  return (Object.keys(ROLES) as Role[]).find(role => (ROLES[role] as readonly string[]).includes(plain));
}
