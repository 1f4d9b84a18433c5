import { defineDetector } from '../../../../src/detector.ts';
import { PYTHON_FILES } from '../../../routes/python/source-files.ts';
import { guardsIn, wordsOf } from '../guard-table.ts';
import { ROWS } from './rows.ts';

export const flaskAuth = defineDetector({
  id: 'flask-auth',
  title: 'Flask and Quart: Flask-Login, Flask-JWT-Extended, Flask-HTTPAuth, Flask-Security and others',
  kind: 'guard',
  docs: 'https://flask-login.readthedocs.io/en/latest/',
  reads: 'python',
  files: PYTHON_FILES,
  words: wordsOf(ROWS),
  emits: ['guard-kind', 'guard-export'],
  limits: [
    'Settings that switch a library off (`LOGIN_DISABLED`) are not read.',
    'What callbacks of Flask-HTTPAuth accept is not looked into.',
  ],
  version: 1,
  detect: file => guardsIn(file, 'flask', ROWS),
});
