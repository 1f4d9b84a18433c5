import { expect, test } from 'vitest';
import { textFile } from '../../../../src/parse/text-file.ts';
import { playSettings } from './play-settings.ts';

/** `line text: fact` for every fact of a file of settings. */
function said(text: string): readonly string[] {
  const file = textFile('conf/application.conf', 'product', text);
  return playSettings.detect(file).map(fact => {
    const words =
      fact.kind === 'switch'
        ? `${fact.name} ${fact.isSafe ? 'on' : 'off'}`
        : fact.kind === 'practice'
          ? `${fact.practice} ${fact.standing}`
          : fact.kind;
    const line = file.lines[fact.at.line - 1] ?? '';
    return `${fact.at.line} ${line.slice(fact.at.column - 1, fact.at.endColumn - 1)}: ${words}`;
  });
}

test('filters, cookies and clients', () => {
  expect(
    said(`# play.filters.disabled += CSRFFilter
play.filters.disabled += "play.filters.csrf.CSRFFilter"
play.filters.enabled += play.filters.https.RedirectHttpsFilter // in production
play {
  http {
    session.secure = true
    session.httpOnly = true
  }
  ws.ssl.loose.acceptAnyCertificate = true
  filters {
    hosts { allowed = ["."] }
    disabled = [
      # why not
      play.filters.headers.SecurityHeadersFilter
    ]
  }
}
other.http.session.secure = false
`),
  ).toEqual([
    '2 play.filters.disabled: csrf off',
    '3 play.filters.enabled: https-only on',
    '6 session.secure: session-cookie on',
    '9 ws.ssl.loose.acceptAnyCertificate: tls-verification off',
    '11 allowed: host-names off',
    '12 disabled: secure-headers off',
  ]);
});

test('the application secret', () => {
  expect(said('play.http.secret.key = "hush-hush-hush-17"\n')).toEqual(['1 "hush-hush-hush-17": secret unsound']);
  expect(said('play.http.secret.key = "hush-hush-hush-17"\nplay.http.secret.key = ${?APPLICATION_SECRET}\n')).toEqual([
    '1 "hush-hush-hush-17": secret partial',
  ]);
  expect(said('play.http.secret.key = "changeme"\n')).toEqual([]);
  expect(said('play.http.secret.key = ${APPLICATION_SECRET}\nplay.http.name = "x"\n')).toEqual([]);
});
