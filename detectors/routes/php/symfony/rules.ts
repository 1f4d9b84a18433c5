import type { NamedRules, RouterRules } from '../../../../src/core/facts/program.ts';

/** Handlers are methods of classes; nothing stands before them by a name. */
const NAMED: NamedRules = {
  guards: [],
  namespace: '',
  harmlessBases: ['Symfony\\', 'FOS\\', 'Sensio\\', 'Psr\\', 'Doctrine\\', 'Sulu\\', 'Nelmio\\'],
};

export const SYMFONY_RULES: RouterRules = { syntax: 'braces', guards: 'always', handlersDecide: 'by-refusing' };

/** Routes that name their handlers as texts. */
export const SYMFONY_NAMED_RULES: RouterRules = { ...SYMFONY_RULES, named: NAMED };
