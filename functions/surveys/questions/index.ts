/** What other domains may ask of questions and their answers. */
export {
  checkQuestions,
  type Fault,
  faultsOfConditions,
  faultsOfText,
} from './operations/check-questions.ts';
export { type AnswerViolation, readAnswers } from './operations/read-answer.ts';
export {
  type AnswerPage,
  answeredElsewhere,
  isOnePage,
  pageAt,
  turnPage,
} from './operations/turn-page.ts';
export { questionField } from './questions.page.ts';
export {
  answersOnTheWay,
  filledIn,
  type Known,
  meets,
  said,
  unfilled,
  wayThrough,
} from './questions.rules.ts';
export { questionsSentences } from './questions.sentences.ts';
export { endsOf } from './questions.texts.ts';
