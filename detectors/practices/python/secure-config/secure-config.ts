import type { SwitchFact } from '../../../../src/core/facts/switch.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { certainNodes } from '../../../guards/javascript/switches/certain.ts';
import { PYTHON_FILES } from '../../../routes/python/source-files.ts';
import { isElsewhere } from '../settings.ts';
import { calledSwitches } from './called.ts';
import { configuredSwitches } from './configured.ts';
import { switchAt } from '../../switch-at.ts';

export const secureConfigPython = defineDetector({
  id: 'secure-config-python',
  title: 'Security switches in Python code and settings (Django, Flask, FastAPI)',
  kind: 'practice',
  docs: 'https://docs.djangoproject.com/en/stable/howto/deployment/checklist/',
  reads: 'python',
  files: PYTHON_FILES,
  words: [
    'DEBUG',
    'debug',
    'ALLOWED_HOSTS',
    'SESSION_COOKIE_',
    'SECURE_',
    'MIDDLEWARE',
    'CORS',
    'Talisman',
    'TrustedHostMiddleware',
    'HTTPSRedirectMiddleware',
    '_create_unverified_context',
    'SESSION_COOKIE',
  ],
  emits: ['switch'],
  limits: [
    'A switch below any condition, or with a value that is not written out, is not judged: it may be for development.',
    'Files and classes of settings for development and tests are left out by their names.',
    'A server for development that is started by the file itself counts only where other machines reach it.',
  ],
  version: 1,
  detect: file =>
    isElsewhere(file.path) ? [] : [...configuredSwitches(file), ...calledSwitches(file), ...contexts(file)],
});

/** `ssl._create_default_https_context = ssl._create_unverified_context`: for every request of the process. */
function contexts(file: ProgramFile): readonly SwitchFact[] {
  return certainNodes(file.module.body).flatMap((node): readonly SwitchFact[] => {
    if (node.kind !== 'assign' || node.target.kind !== 'member' || node.value.kind !== 'member') return [];
    const isSwitch =
      node.target.name === '_create_default_https_context' && node.value.name === '_create_unverified_context';
    return isSwitch ? [switchAt(node.target.nameAt, 'tls-verification', false, '_create_unverified_context')] : [];
  });
}
