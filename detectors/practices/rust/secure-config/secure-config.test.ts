import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { secureConfigRust } from './secure-config.ts';

/** One expression in a function; `name` is marked with what is said of it, and of nothing else. */
function line(imported: string, code: string, name: string, said: string): Promise<void> {
  const text = `    ${code};`;
  const mark = said === '' ? '' : `//${' '.repeat(text.indexOf(name) - 2)}${'^'.repeat(name.length)} switch ${said}`;
  return check(secureConfigRust, 'src/main.rs', `use ${imported};\nfn app(cors: Cors) {\n${text}\n${mark}\n}\n`);
}

const TOWER = 'tower_http::cors::{CorsLayer, AllowOrigin, Any}';

test.each([
  ['CorsLayer::very_permissive()', 'very_permissive', 'cross-origin off | any origin is answered with credentials'],
  [
    'CorsLayer::new().allow_origin(AllowOrigin::mirror_request()).allow_credentials(true)',
    'new',
    'cross-origin off | any origin is answered with credentials',
  ],
  [
    'CorsLayer::new().allow_origin("https://shop.test".parse::<HeaderValue>().unwrap()).allow_credentials(true)',
    'new',
    'cross-origin on | origins that are answered are named',
  ],
  ['CorsLayer::permissive()', '', ''],
  ['CorsLayer::new().allow_origin(Any)', '', ''],
  ['CorsLayer::new().allow_origin(settings.origins()).allow_credentials(true)', '', ''],
  ['if development { CorsLayer::very_permissive() } else { CorsLayer::new() }', '', ''],
])('tower-http: %s', (code, name, said) => line(TOWER, code, name, said));

test.each([
  ['Cors::permissive()', 'permissive', 'cross-origin off'],
  ['Cors::default().allow_any_origin().supports_credentials()', 'default', 'cross-origin off'],
  ['Cors::default().allowed_origin("https://shop.test")', 'default', 'cross-origin on'],
  ['Cors::default().allow_any_origin()', '', ''],
])('actix-cors: %s', (code, name, said) => line('actix_cors::Cors', code, name, said));

test.each([
  ['Cors::new().allow_credentials(true)', 'new', 'cross-origin off'],
  ['Cors::new().allow_origin("https://shop.test").allow_credentials(true)', 'new', 'cross-origin on'],
  ['Cors::new()', '', ''],
])('Poem: %s', (code, name, said) => line('poem::middleware::Cors', code, name, said));

test('layers of others', () => line('crate::layers::Cors', 'Cors::permissive()', '', ''));

test.each([
  [
    'actix_session::SessionMiddleware',
    'SessionMiddleware::builder(store, key).cookie_secure(false).build()',
    'builder',
    'session-cookie off | Secure of the session cookie is off',
  ],
  [
    'actix_session::SessionMiddleware',
    'SessionMiddleware::builder(store, key).cookie_secure(true).build()',
    'builder',
    'session-cookie on | HttpOnly and Secure of the session cookie are on',
  ],
  [
    'actix_session::SessionMiddleware',
    'SessionMiddleware::builder(store, key).cookie_secure(production).build()',
    '',
    '',
  ],
  [
    'tower_sessions::SessionManagerLayer',
    'SessionManagerLayer::new(store).with_http_only(false)',
    'new',
    'session-cookie off | HttpOnly of the session cookie is off',
  ],
  ['tower_sessions::SessionManagerLayer', 'SessionManagerLayer::new(store)', '', ''],
])('%s: %s', (imported, code, name, said) => line(imported, code, name, said));
