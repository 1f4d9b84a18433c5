import { expect, test } from 'vitest';
import { statusBehind } from '../../../tests/support/link.ts';

/** A function whose many tests decide nothing about a request. */
const NOTE = `
function note(req, what) {
  let text = what;
  ${Array.from({ length: 10 }, (_, index) => `if (settings.part${index}) text += settings.part${index};`).join('\n  ')}
  return text;
}
`;
const SETTINGS = `const settings = require('./settings');\n`;

test('tests that come to the same on both sides leave a guard as sure as without them', async () => {
  const guard = `${SETTINGS}${NOTE}
  const guard = (req, res, next) => { note(req, 'a'); if (settings.isLoud) note(req, 'b'); if (!req.user) return res.status(401).end(); note(req, 'c'); next(); };`;
  expect(await statusBehind(guard)).toBe('required session');
});

test('tests that keep somebody out or let him in do not', async () => {
  const guard = `${SETTINGS}${NOTE}
  const guard = (req, res, next) => { note(req, 'a'); if (settings.isOpen) return next(); if (!req.user) return res.status(401).end(); next(); };`;
  expect(await statusBehind(guard)).toBe('unknown session');
});

test('a variable that a test settles is told apart after it', async () => {
  const guard = `${SETTINGS}
  const guard = (req, res, next) => { let user; if (settings.isLoud) user = req.user; else user = req.session.user; if (!user) return res.status(401).end(); next(); };`;
  expect(await statusBehind(guard)).toBe('required session');
  const letting = `${SETTINGS}
  const guard = (req, res, next) => { let user; if (settings.isOpen) user = { id: 0 }; else user = req.session.user; if (!user) return res.status(401).end(); next(); };`;
  expect(await statusBehind(letting)).toBe('unknown session');
});

test('what is written to a log does not make a guard too long to be followed', async () => {
  const logger = `
const logger = { warn(req, what) { ${Array.from({ length: 200 }, (_, index) => `if (settings.at${index}) { send(settings.at${index}, what); settings.last = req.url; }`).join(' ')} } };
function send(where, what) { where.write(what); }
`;
  const guard = `${SETTINGS}${logger}
  const guard = (req, res, next) => { ${"logger.warn(req, 'seen');".repeat(30)} if (!req.user) { logger.warn(req, 'refused'); return res.status(401).end(); } next(); };`;
  expect(await statusBehind(guard)).toBe('required session');
});

test('a method of a log that ends the function is followed', async () => {
  const guard = `const logger = { fatal(what) { throw new Error(what); } };
  const guard = (req, res, next) => { if (!req.user) logger.fatal('401'); next(); };`;
  expect(await statusBehind(guard)).toBe('required session');
});

test('the same call comes to the same on every way, and to something else for something else', async () => {
  const refuse = `
function refuse(res, status) { ${Array.from({ length: 14 }, (_, index) => `if (settings.at${index}) res.set('X-${index}', settings.at${index});`).join(' ')} res.status(status).end(); return false; }
function check(req, res, value) { return value ? true : refuse(res, 401); }
`;
  const all = (value: string): string => `${SETTINGS}${refuse}
  const guard = (req, res, next) => { ${Array.from({ length: 40 }, (_, index) => `if (settings.way${index} && !check(req, res, ${value})) return;`).join(' ')} if (!check(req, res, req.user)) return; next(); };`;
  expect(await statusBehind(all('req.user'))).toBe('required session');
  expect(await statusBehind(all('settings.here'))).toBe('required session');
  const open = `${SETTINGS}${refuse}
  const guard = (req, res, next) => { if (!check(req, res, 1)) return; if (settings.isStrict && !check(req, res, req.user)) return; next(); };`;
  expect(await statusBehind(open)).toBe('unknown session');
});

test('a request that was handed on is not followed at the cost of the other ways', async () => {
  const after = Array.from({ length: 60 }, (_, index) => `if (settings.at${index}(req)) settings.to${index}(req);`);
  const guard = `${SETTINGS}
  const guard = async (req, res, next) => { if (req.user) { await next(); ${after.join(' ')} } else { res.status(401).end(); } };`;
  expect(await statusBehind(guard)).toBe('required session');
});
