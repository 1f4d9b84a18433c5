/** What can be claimed by the models that come with the package. */
import { loadModels } from '../../models/load.ts';
import { questionsOf } from '../../src/claims/questions.ts';

export const QUESTIONS = questionsOf(loadModels());
