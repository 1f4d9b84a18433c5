/** Verification that a library does by settings: flask-jwt-extended, Simple JWT, REST framework JWT. */
import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { valueOf } from '../../bindings.ts';
import { optionIn } from '../../constants.ts';
import { dottedName, isFalse } from '../../calls.ts';
import { type Setting, settingsIn } from '../settings.ts';

export function configuredVerification(file: ProgramFile): readonly PracticeFact[] {
  if (!/SIMPLE_JWT|JWT_AUTH|flask_jwt_extended/.test(file.text)) return [];
  const settings = settingsIn(file);
  return [...settings.flatMap(setting => ofSetting(file, setting)), ...ofManager(file, settings)];
}

function ofSetting(file: ProgramFile, { name, value, at }: Setting): readonly PracticeFact[] {
  const fact = (standing: PracticeFact['standing'], what: string): readonly PracticeFact[] => [
    { kind: 'practice', at, practice: 'token-verification', standing, what },
  ];
  if (name === 'JWT_AUTH') {
    const off = ['JWT_VERIFY', 'JWT_VERIFY_EXPIRATION'].find(key => {
      const option = optionIn(file, value, key, []);
      return option.kind === 'given' && isFalse(option.value);
    });
    if (off === undefined) return [];
    return fact(
      'unsound',
      off === 'JWT_VERIFY' ? 'JWT_AUTH switches the verification off' : 'JWT_AUTH ignores the expiry of tokens',
    );
  }
  if (name !== 'SIMPLE_JWT' || valueOf(file, value, []).kind !== 'record') return [];
  const options = (['ISSUER', 'AUDIENCE'] as const).map(key => [key, optionIn(file, value, key, [])] as const);
  if (options.some(([, option]) => option.kind === 'unknown')) return [];
  const missing = options.filter(([, option]) => option.kind !== 'given' || option.value.kind === 'nothing');
  return missing.length === 0
    ? fact('sound', 'Simple JWT checks signature, algorithm, issuer, audience and expiry')
    : fact('partial', `Simple JWT does not check ${missing.map(([key]) => key.toLowerCase()).join(', ')}`);
}

const KEYS = /^JWT_(?:SECRET_KEY|PUBLIC_KEY|PRIVATE_KEY)$/;

/** `JWTManager(app)` beside the settings that it takes: one algorithm and the expiry are always checked. */
function ofManager(file: ProgramFile, settings: readonly Setting[]): readonly PracticeFact[] {
  if (!settings.some(({ name }) => KEYS.test(name))) return [];
  const has = (name: string): boolean => settings.some(one => one.name === name);
  const missing = [
    ...(has('JWT_DECODE_ISSUER') ? [] : ['issuer']),
    ...(has('JWT_DECODE_AUDIENCE') ? [] : ['audience']),
  ];
  return file.calls.flatMap(({ call }): readonly PracticeFact[] => {
    if (dottedName(file, call.callee) !== 'flask_jwt_extended.JWTManager') return [];
    const base = { kind: 'practice', at: call.nameAt, practice: 'token-verification' } as const;
    return [
      missing.length === 0
        ? {
            ...base,
            standing: 'sound',
            what: 'flask-jwt-extended checks signature, algorithm, issuer, audience and expiry',
          }
        : { ...base, standing: 'partial', what: `flask-jwt-extended does not check ${missing.join(', ')}` },
    ];
  });
}
