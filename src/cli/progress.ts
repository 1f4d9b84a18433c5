/** Progress and notes on stderr: one rewritten line on a terminal, elsewhere a line every ten seconds at most. */
import type { ProgressEvent, ScanStage } from '../core/progress.ts';
import { terminalText } from '../report/escape.ts';
import type { CommonOptions } from './options.ts';

const INTERVAL_MS = 10_000;

export type ProgressSink = {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  readonly now: () => number;
};

export type Progress = {
  readonly on: (event: ProgressEvent) => void;
  /** Removes the rewritten line; call before anything else is printed. */
  readonly end: () => void;
};

export function progressTo(
  sink: ProgressSink,
  options: Pick<CommonOptions, 'quiet' | 'verbose' | 'debug' | 'logFormat'>,
): Progress {
  const started = sink.now();
  let lastLine = started;
  let isLineOpen = false;

  function end(): void {
    if (isLineOpen) sink.write('\r\u001b[K');
    isLineOpen = false;
  }

  function note(event: Extract<ProgressEvent, { kind: 'note' }>): void {
    const isWanted = event.level === 'warning' || (event.level === 'info' && options.verbose) || options.debug;
    if (!isWanted || options.quiet) return;
    end();
    sink.write(`${event.level === 'warning' ? 'warning: ' : ''}${terminalText(event.text)}\n`);
  }

  function on(event: ProgressEvent): void {
    if (options.logFormat === 'json') {
      if (!options.quiet) sink.write(`${JSON.stringify(event)}\n`);
      return;
    }
    if (event.kind === 'note') return note(event);
    if (options.quiet) return;
    const text = terminalText(progressText(event, sink.now() - started));
    if (sink.isTerminal) {
      sink.write(`\r\u001b[K${text}`);
      isLineOpen = true;
    } else if (sink.now() - lastLine >= INTERVAL_MS) {
      lastLine = sink.now();
      sink.write(`${text}\n`);
    }
  }

  return { on, end };
}

/** Progress on the process's own stderr. */
export function progressOnStderr(options: CommonOptions): Progress {
  return progressTo(
    {
      write: text => process.stderr.write(text),
      isTerminal: process.stderr.isTTY === true,
      now: () => performance.now(),
    },
    options,
  );
}

const STAGES: { readonly [S in ScanStage]: string } = {
  list: 'listing files',
  read: 'reading',
  link: 'linking routes',
  reconcile: 'joining code, descriptions and gateways',
  evidence: 'deriving evidence',
  score: 'scoring',
};

function progressText(event: Exclude<ProgressEvent, { kind: 'note' }>, elapsedMs: number): string {
  if (event.kind === 'stage')
    return event.total > 0 ? `[${event.done}/${event.total}] ${STAGES[event.stage]}` : STAGES[event.stage];
  const { done, total, failed, name, quota } = event;
  const width = String(total).length;
  const left = done > 0 ? minutesText((elapsedMs / done) * (total - done)) : '';
  return [
    `[${String(done).padStart(width)}/${total}] scanned ${name}`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(quota === undefined ? [] : [`API ${quota} left`]),
    left,
  ]
    .filter(part => part !== '')
    .join(' · ');
}

function minutesText(ms: number): string {
  if (ms < 1_000) return '';
  return ms < 90_000 ? `about ${Math.round(ms / 1_000)} s` : `about ${Math.round(ms / 60_000)} min`;
}
