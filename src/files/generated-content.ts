/** Programs that a tool wrote, told by what stands in them. */

/** Smaller files are never opened to find out. */
const MIN_BYTES = 20_000;
/** Bytes per line that no person writes. */
const MINIFIED_LINE = 250;
const BUNDLED_LINE = 120;
const HEAD = 64 * 1024;

const SCRIPT = /\.(?:js|mjs|cjs|css)$/i;
const BUNDLER = /__webpack_require__|webpackBootstrap|__webpack_modules__|\/\*! Bundled with|parcelRequire/;
const COMPILED =
  /^(?:"use strict";\s{0,5})?(?:var __\w{1,40} = |Object\.defineProperty\(exports, ["']__esModule["'])|\bSystem\.register\(\[/m;

/** Whether a script is large enough to be worth opening. */
export function mayBeMinified(path: string, size: number): boolean {
  return size >= MIN_BYTES && SCRIPT.test(path);
}

/** Minified or bundled: lines no person writes, or the mark of a bundler. */
export function isMinified(bytes: Uint8Array): boolean {
  const text = headOf(bytes);
  const perLine = text.length / text.split('\n').length;
  return perLine > MINIFIED_LINE || (perLine > BUNDLED_LINE && hasSourceMap(bytes)) || BUNDLER.test(text);
}

/** Minified, bundled, or compiled from another file; asked only of files in `dist` and the like. */
export function isBuildOutput(bytes: Uint8Array): boolean {
  return isMinified(bytes) || hasSourceMap(bytes) || COMPILED.test(headOf(bytes));
}

function headOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, HEAD)).toString('latin1');
}

function hasSourceMap(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(-1_000)).toString('latin1').includes('sourceMappingURL=');
}
