import type { Mark } from '../../../../src/core/facts/mark.ts';
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Decorator } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { annotationOf, elementOf, isOf, placeOf } from '../annotation-elements.ts';
import { JVM_FILES } from '../annotations.ts';
import { FRAMEWORK } from './rules.ts';

export const play = defineDetector({
  id: 'play',
  title: 'Play (Java)',
  kind: 'framework',
  docs: 'https://www.playframework.com/documentation/3.0.x/JavaActionsComposition',
  reads: 'jvm',
  files: JVM_FILES,
  words: ['play.mvc'],
  emits: ['mark'],
  limits: ['An action creator or a filter of the application that guards everything is not seen.'],
  version: 1,
  detect: (file): readonly ProgramFact[] =>
    file.classes.flatMap(cls => [
      ...cls.decorators.flatMap(decorator => markOf(file, decorator)),
      ...cls.members.flatMap(member =>
        member.kind === 'method' ? member.decorators.flatMap(decorator => markOf(file, decorator)) : [],
      ),
    ]),
});

/** `@Security.Authenticated(Secured.class)` and `@With(Check.class)`, also on annotations of the tree. */
function markOf(file: ProgramFile, decorator: Decorator): readonly ProgramFact[] {
  const annotation = annotationOf(decorator);
  const value = elementOf(annotation, 'value');
  const fact = (mark: Mark): readonly ProgramFact[] => [
    { kind: 'mark', at: placeOf(annotation, value), framework: FRAMEWORK, site: annotation.site, mark },
  ];
  if (
    isOf(file, annotation, ['play.mvc'], 'Security.Authenticated') ||
    isOf(file, annotation, ['play.mvc.Security'], 'Authenticated')
  )
    // Its own way of asking is a method that may be overridden; the one of Play asks for a session.
    return fact({ kind: 'guard', guards: value ? [value] : [decorator.expression] });
  return isOf(file, annotation, ['play.mvc'], 'With') && value ? fact({ kind: 'guard', guards: [value] }) : [];
}
