/** What changed between two reports, one line a change, the worst first. */
import type { Causes, LevelChange, OperationChange, ReportDiff } from '../core/diff.ts';
import { terminalText } from './escape.ts';
import { table } from './explain/lines.ts';
import { styleOf } from './style.ts';
import { placeText, plural } from './words.ts';

export type DiffTextOptions = { readonly isColoured: boolean };

/** A change as cells: sign, what changes, whose, how, why. */
type Row = { readonly sign: '−' | '+' | '·'; readonly cells: readonly string[] };

export function diffText(diff: ReportDiff, { isColoured }: DiffTextOptions): string {
  const style = styleOf(isColoured);
  const rows = [
    ...diff.operations.toSorted((a, b) => weight(a) - weight(b)).map(operationRow),
    ...diff.levels.map(levelRow),
    ...diff.repositories.map(({ name, from, to, why }): Row => ({
      sign: '·',
      cells: ['repository', name, `${from ?? 'not there'} → ${to ?? 'not there'}`, why ?? '', ''],
    })),
    ...diff.visibility.map(({ plane, subject, from, to, why }): Row => ({
      sign: '·',
      cells: ['visibility', subject, `${plane}: ${from ?? 'not there'} → ${to ?? 'not there'}`, why ?? '', 'access'],
    })),
  ];
  const colours = { '−': style.bad, '+': style.middling, '·': (text: string) => text };
  const lines = table(rows.map(({ cells }) => cells)).map((line, index) => {
    const { sign } = rows[index] ?? { sign: '·' as const };
    return `  ${colours[sign](sign)} ${terminalText(line)}`;
  });
  return `${[style.bold(headText(diff)), ...lines, ...(rows.length === 0 ? ['  nothing changed'] : []), ...diff.notes.map(note => style.dim(`  ${terminalText(note)}`))].join('\n')}\n`;
}

function headText({ from, to, operations, levels }: ReportDiff): string {
  const commits = from.commit === to.commit ? '' : ` · ${short(from.commit)} → ${short(to.commit)}`;
  return terminalText(
    `${from.generatedAt.slice(0, 10)} → ${to.generatedAt.slice(0, 10)} · ${to.target}${commits} · ${plural(operations.length, 'operation')} and ${plural(levels.length, 'level')} changed`,
  );
}

function short(commit: string | null): string {
  return commit === null ? 'no commit' : commit.slice(0, 7);
}

/** Lost authentication before new operations, and those before the rest. */
function weight(change: OperationChange): number {
  if (change.kind === 'authentication') return change.isLost ? 0 : 3;
  if (change.kind === 'appeared') return change.operation.state === 'shadow' ? 1 : 2;
  return change.kind === 'vanished' ? 4 : 5;
}

function operationRow(change: OperationChange): Row {
  const { method, path, component, state, auth, at } = change.operation;
  const place = at === null ? '' : placeText(at);
  const name = `${component}  ${method} ${path}`;
  switch (change.kind) {
    case 'authentication':
      return {
        sign: change.isLost ? '−' : '·',
        cells: ['auth', name, `${change.from} → ${change.to}`, causeText(change.causes), `${place}  ${change.reason}`],
      };
    case 'appeared':
      return { sign: '+', cells: [state, name, `appeared, auth ${auth}`, causeText(change.causes), place] };
    case 'vanished':
      return {
        sign: '·',
        cells: [state, name, change.isClosed ? 'vanished' : 'no longer seen', causeText(change.causes), place],
      };
    case 'state':
      return {
        sign: change.to === 'matched' ? '·' : '+',
        cells: ['state', name, `${change.from} → ${change.to}`, causeText(change.causes), place],
      };
  }
}

function levelRow({ title, from, to, direction, causes, scope, model }: LevelChange): Row {
  const name = scope === 'headline' || scope === 'fit' || scope === 'barometer' ? `${model} (${scope})` : title;
  return {
    sign: direction === 'down' ? '−' : direction === 'up' ? '+' : '·',
    cells: ['level', name, `${readingText(from)} → ${readingText(to)}`, causeText(causes), scope],
  };
}

function readingText({ level, low, high }: LevelChange['from']): string {
  return low === high ? level : `${level} (${low} .. ${high})`;
}

function causeText(causes: Causes): string {
  return causes.length === 0 ? 'cause not recorded' : causes.join(' or ');
}
