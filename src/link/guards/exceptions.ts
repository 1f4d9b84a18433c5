/** Whether an operation is among the paths that a guard spares. */
import { coverOf, testPattern } from '../covers.ts';
import { type Cover, templatesOf } from '../path-template.ts';
import { type Value, flatten, optionsOf } from '../value.ts';
import { textsOf } from './readings.ts';
import type { Request } from './request.ts';

/** How far exceptions (texts, expressions, `{ path }`, `{ url, methods }`, lists of these) cover an operation. */
export function exceptionCover(except: Value, request: Request): Cover {
  let best: Cover = 'none';
  for (const item of flatten(except).flatMap(value => optionsOf(value))) {
    const path = item.kind === 'record' ? (item.fields.get('path') ?? item.fields.get('url')) : item;
    const methods = item.kind === 'record' ? methodsIn(item.fields.get('methods') ?? item.fields.get('method')) : [];
    if (
      methods.length > 0 &&
      request.method !== 'ANY' &&
      !methods.some(method => method.toUpperCase() === request.method)
    )
      continue;
    for (const option of path ? flatten(path).flatMap(value => optionsOf(value)) : []) {
      const cover = exceptionOf(option, request);
      if (cover === 'all' && (methods.length === 0 || request.method !== 'ANY')) return 'all';
      if (cover !== 'none') best = 'part';
    }
  }
  return best === 'none' && except.kind === 'list' && except.isOpen ? 'part' : best;
}

/** Methods as texts, or as members of an enumeration (`RequestMethod.POST`); none for all. */
function methodsIn(value: Value | undefined): readonly string[] {
  const names = (value ? flatten(value) : []).flatMap(item =>
    item.kind === 'external' ? item.path.slice(-1) : textsOf(item),
  );
  return names.includes('ALL') ? [] : names;
}

function exceptionOf(path: Value, request: Request): Cover {
  const paths = [
    ...new Set([request.path, request.below, ...(request.relative === undefined ? [] : [request.relative])]),
  ];
  if (path.kind === 'text') {
    const covers = templatesOf(path.value, 'express').flatMap(template =>
      paths.map(own =>
        coverOf({ paths: [{ kind: 'text', text: template }], covers: 'matching', prefix: '', syntax: 'openapi' }, own),
      ),
    );
    return covers.includes('all') ? 'all' : covers.includes('part') ? 'part' : 'none';
  }
  if (path.kind === 'pattern') {
    const answers = paths.map(own => testPattern(path.source, own, path.flags));
    return answers.includes(true) ? 'all' : answers.includes(undefined) ? 'part' : 'none';
  }
  if (path.kind === 'record' || path.kind === 'list') return exceptionCover(path, request);
  return path.kind === 'nothing' ? 'none' : 'part';
}
