import { defineDetector } from '../../../../src/detector.ts';
import { PHP_FILES } from '../../../routes/php/values.ts';
import { calledSwitches } from './called.ts';
import { csrfSwitches } from './csrf.ts';
import { returnedSwitches } from './returned.ts';

export const secureConfigPhp = defineDetector({
  id: 'secure-config-php',
  title: 'Security switches in PHP code and settings (Laravel, Laminas, Slim, WordPress)',
  kind: 'practice',
  docs: 'https://laravel.com/docs/deployment#debug-mode',
  reads: 'php',
  files: PHP_FILES,
  words: [
    'debug',
    'allowed_origins',
    'http_only',
    'WebProfilerBundle',
    'DebugBundle',
    'display_exceptions',
    'display_errors',
    'WP_DEBUG',
    'addErrorMiddleware',
    'session_',
    'session.cookie_',
    'Csrf',
    'PreventRequestForgery',
    'middlewareGroups',
  ],
  emits: ['switch'],
  limits: [
    'A setting with a default for where the environment says nothing counts as its default; what the environment of production says is not known.',
    'A switch below any condition, or with a value that is not written out, is not judged: it may be for development.',
    'Files for the command line are left out by what they ask for and by their folders.',
  ],
  version: 1,
  detect: file => [...returnedSwitches(file), ...calledSwitches(file), ...csrfSwitches(file)],
});
