import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportedValue } from '../exported-handlers.ts';
import { localValues, textAt } from '../values.ts';
import { modelRoutes } from './blueprints.ts';
import { configuredRoutes } from './routes.ts';

export const sails = defineDetector({
  id: 'sails',
  title: 'Sails',
  kind: 'framework',
  docs: 'https://sailsjs.com/documentation/concepts/routes',
  reads: 'javascript',
  files: ['**/config/{routes,policies,blueprints}.{js,ts}', '**/api/models/*.{js,ts}'],
  emits: ['route', 'named-value', 'named-lookup'],
  limits: [
    'Shortcut blueprints, blueprints of associations, and shadow routes of actions, which are off unless switched on, are not listed.',
    'Routes that are regular expressions or redirects are not listed.',
    'A list of policies for one action is unknown; hooks of the application are not read.',
  ],
  version: 1,
  detect: (file): readonly ProgramFact[] => {
    const name = /(?:^|\/)config\/(routes|policies|blueprints)\.[jt]s$/.exec(file.path)?.[1];
    if (name === undefined) return modelRoutes(file);
    return name === 'routes' ? configuredRoutes(file) : configuration(file, name);
  },
});

/** Policies and blueprints are asked for by the routes of other files. */
function configuration(file: ProgramFile, word: string): readonly ProgramFact[] {
  const given = exportedValue(file, word);
  const value = given && localValues(file.module).valueOf(given.value);
  if (!given || value?.kind !== 'record') return [];
  const name = textAt(given.at, `sails-${word}`);
  // A node of its own with the same entries: a fact that asked for its own site would ask without end.
  return [{ kind: 'named-value', at: given.at, framework: 'sails', site: value, name, value: { ...value } }];
}
