import type { Location } from '../../../../src/core/location.ts';
import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { moduleName, optionOf } from '../../../routes/elixir/modules.ts';
import { ELIXIR_FILES } from '../../../routes/elixir/source-files.ts';
import { sourceOf } from '../../calls.ts';
import { functionName } from '../../function-name.ts';
import { type JudgedLife, KEY_SET, NEVER, ofLife } from '../../judged-life.ts';
import { secondsOf, STORED_EXPIRY, writtenValue } from '../durations.ts';
import { guardianModules } from '../guardian.ts';
import { isKeySet, jokenModules } from '../joken.ts';
import { type Setting, settingsIn } from '../settings.ts';

export const tokenLifeElixir = defineDetector({
  id: 'token-life-elixir',
  title: 'Life of tokens in Elixir (Joken, Guardian, Phoenix.Token)',
  kind: 'practice',
  docs: 'https://datatracker.ietf.org/doc/html/rfc9700',
  reads: 'elixir',
  files: ELIXIR_FILES,
  words: ['Joken', 'Guardian', 'Phoenix', 'encode_and_sign'],
  emits: ['practice'],
  limits: [
    'Guardian without a word of its own issues tokens for four weeks; that is not told, because settings may say otherwise.',
    'Tokens of Phoenix are judged by the greatest age that is named where they are made or verified.',
    'Settings for development and tests are not read.',
  ],
  version: 1,
  detect: file => [
    ...ofJoken(file),
    ...ofGuardian(file),
    ...settingsIn(file).flatMap(setting => ofSetting(file, setting)),
    ...file.calls.flatMap(site => [...ofPhoenix(file, site), ...ofCall(file, site)]),
  ],
});

function lifeAt(at: Location, judged: JudgedLife): readonly PracticeFact[] {
  return [{ kind: 'practice', at, practice: 'token-life', ...judged }];
}

/** `default_claims(default_exp: 60 * 60)`, `add_claim("exp", fn -> … end)`. */
function ofJoken(file: ProgramFile): readonly PracticeFact[] {
  const keys = file.calls.filter(isKeySet).flatMap(({ call }) => lifeAt(call.nameAt, KEY_SET));
  const modules = jokenModules(file).flatMap(({ use, claims, isOfOthers }): readonly PracticeFact[] => {
    if (isOfOthers) return [];
    const { given } = claims.exp;
    const isRefresh = /refresh/i.test(file.module.file);
    if (given) return lifeAt(given.at ?? use.nameAt, ofLife(isReplaced(file) ? undefined : given.seconds, isRefresh));
    const issues = /\b(?:generate_and_sign|encode_and_sign)!?\(/.test(file.text);
    return issues && !/"exp" =>|\bexp:|\["exp"\]/.test(file.text) ? lifeAt(claims.at ?? use.nameAt, NEVER) : [];
  });
  return [...keys, ...modules];
}

/** `Map.put(extra, "exp", …)`, `%{"exp" => …}`: claims that are handed over take the place of those that are made. */
function isReplaced({ text }: ProgramFile): boolean {
  return /\bput(?:_new)?\((?:\w{1,40}, ?)?"exp"|"exp" =>/.test(text);
}

/** `use Guardian, otp_app: :shop, ttl: {1, :hour}`. */
function ofGuardian(file: ProgramFile): readonly PracticeFact[] {
  return guardianModules(file).flatMap(({ use: { call } }) => {
    const life = optionOf(call.args, 'ttl');
    return life ? lifeAt(call.nameAt, ofLife(secondsOf(file, life, []), false)) : [];
  });
}

/** `config :shop, Shop.Guardian, ttl: {30, :days}, token_ttl: %{"refresh" => {30, :days}}`. */
function ofSetting(file: ProgramFile, { of, key, at, value }: Setting): readonly PracticeFact[] {
  if (of === undefined || !/(?:^|\.)Guardian$/.test(of)) return [];
  if (key === 'ttl') return lifeAt(at, ofLife(secondsOf(file, value, []), false));
  if (key !== 'token_ttl' || value.kind !== 'record') return [];
  return value.entries.flatMap(entry =>
    entry.kind === 'entry'
      ? lifeAt(entry.keyAt, ofLife(secondsOf(file, entry.value, []), /refresh/i.test(entry.key)))
      : [],
  );
}

/** `Phoenix.Token.verify(endpoint, salt, token, max_age: 86400)`; so for `sign`. */
function ofPhoenix(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const { call, name, receiver, inside } = site;
  if (!/^(?:sign|encrypt|verify|decrypt)$/.test(name) || moduleName(receiver) !== 'Phoenix.Token') return [];
  const age = optionOf(call.args, 'max_age');
  if (!age) return [];
  const value = writtenValue(file, age, inside);
  // What is stored of a token may say when it ends.
  if (isEndless(value)) return STORED_EXPIRY.test(file.text) ? [] : lifeAt(call.nameAt, NEVER);
  return lifeAt(call.nameAt, ofLife(secondsOf(file, value, inside), isRefresh(file, site)));
}

function isEndless(value: Expr): boolean {
  return value.kind === 'text' && value.value === 'infinity';
}

/** `Shop.Guardian.encode_and_sign(user, %{}, ttl: {1, :hour})`. */
function ofCall(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const { call, name, inside } = site;
  const options = call.args.at(-1);
  const life = /^encode_and_sign!?$/.test(name) && options ? optionOf([options], 'ttl') : undefined;
  const value = life && writtenValue(file, life, inside);
  return value ? lifeAt(call.nameAt, ofLife(secondsOf(file, value, inside), isRefresh(file, site))) : [];
}

/** Names around the call say what kind of token it is. */
function isRefresh(file: ProgramFile, { call, inside }: CallSite): boolean {
  const around = inside.map(fn => functionName(file, fn)).join(' ');
  return /refresh/i.test(`${sourceOf(file, call.at)} ${around}`);
}
