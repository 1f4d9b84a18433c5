import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { ClassNode, Expr, TypeRef } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type ProgramFile, isFrom } from '../../../../src/parse/program-file.ts';
import { errorMapper } from '../../error-mapper-fact.ts';
import { JVM_FILES, findAnnotation } from '../../../routes/jvm/annotations.ts';
import { RULES as SPRING } from '../../../routes/jvm/spring/mappings.ts';

export const errorMappersJvm = defineDetector({
  id: 'error-mappers-jvm',
  title: 'Error mappers of Spring and JAX-RS',
  kind: 'guard',
  docs: 'https://docs.spring.io/spring-framework/reference/web/webmvc/mvc-controller/ann-advice.html',
  reads: 'jvm',
  files: JVM_FILES,
  words: ['ControllerAdvice', 'ExceptionMapper'],
  emits: ['guard'],
  limits: [
    'Only what answers every exception is a mapper: handlers of single classes of exceptions are not.',
    'Advice for some packages, annotations or controllers is left out.',
  ],
  version: 1,
  detect: file => file.classes.flatMap(cls => [...adviceFacts(file, cls), ...mapperFacts(file, cls)]),
});

const JAX_RS: RouterRules = { syntax: 'braces', guards: 'always' };
const WEB = 'org.springframework.web.bind.annotation';

/** `@ExceptionHandler(Exception.class)` in advice that stands for all controllers. */
function adviceFacts(file: ProgramFile, cls: ClassNode): readonly ProgramFact[] {
  const advice = findAnnotation(file, cls.decorators, [WEB], 'ControllerAdvice', 'RestControllerAdvice');
  if (!advice || (advice.call?.args.length ?? 0) > 0) return [];
  return cls.members.flatMap((member): readonly ProgramFact[] => {
    if (member.kind !== 'method') return [];
    const handler = findAnnotation(file, member.decorators, [WEB], 'ExceptionHandler');
    if (!handler) return [];
    const named = (handler.call?.args ?? []).flatMap(classNames);
    // Without a class it handles what its parameter is of.
    const handled = named.length > 0 ? named : member.fn.parameters.flatMap(({ pattern }) => pattern.type?.name ?? []);
    return handled.some(name => ALL.test(name)) ? [errorMapper('spring', SPRING, member)] : [];
  });
}

const ALL = /^(?:Exception|Throwable)$/;

/** `Exception.class`, `Exception::class`, and lists of them. */
function classNames(arg: Expr): readonly string[] {
  switch (arg.kind) {
    case 'named':
      return classNames(arg.value);
    case 'list':
      return arg.items.flatMap(classNames);
    case 'member':
      return arg.name === 'class' || arg.name === 'java' ? classNames(arg.of) : [arg.name];
    case 'name':
      return [arg.name];
    case 'call':
      return arg.callee.kind === 'member' ? classNames(arg.callee.of) : [];
    default:
      return [];
  }
}

/** `class … implements ExceptionMapper<Throwable>`. Source: Jakarta RESTful Web Services, Exception mapping providers. */
function mapperFacts(file: ProgramFile, cls: ClassNode): readonly ProgramFact[] {
  const isMapper = cls.implements.some(type => isOfAll(file, type));
  return isMapper
    ? cls.members.flatMap(member =>
        member.kind === 'method' && member.name === 'toResponse' ? [errorMapper('jax-rs', JAX_RS, member)] : [],
      )
    : [];
}

function isOfAll(file: ProgramFile, type: TypeRef): boolean {
  const origin = file.originOfType(type);
  const [handled] = type.arguments;
  return (
    isFrom(origin, ['javax.ws.rs.ext', 'jakarta.ws.rs.ext'], 'ExceptionMapper') &&
    handled !== undefined &&
    ALL.test(handled.name)
  );
}
