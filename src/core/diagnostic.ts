import type { Location } from './location.ts';

/**
 * Something a person should know about what could not be read, parsed or understood.
 *
 * `code` is stable and kebab-case (`unreadable-yaml`, `file-too-large`, `symlink-leaves-root`, `reference-outside-root`,
 * `remote-reference`, `language-not-read` …); `message` is one sentence that says what happened and what it costs.
 */
export type Diagnostic = {
  readonly code: string;
  readonly at: Location;
  readonly message: string;
};
