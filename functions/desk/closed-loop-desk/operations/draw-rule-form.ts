/** The form of one rule of the closed loop, with the buttons that pause and remove it. */
import { checkGroup, hiddenInput, select, textArea, textInput } from '../../../../shared/pages/fields.ts';
import { type Html, html } from '../../../../shared/pages/html.ts';
import { infoMessage } from '../../../../shared/pages/messages.ts';
import { table } from '../../../../shared/pages/table.ts';
import { languages } from '../../../../shared/values/language.ts';
import { prioritySchema } from '../../../callbacks/callbacks/callbacks.schema.ts';
import type {
  LoopRule,
  LoopRules,
  LoopTrialResult,
} from '../../../callbacks/closed-loop/closed-loop.schema.ts';
import type { StaffSummary } from '../../../people/staff/staff.schema.ts';
import {
  isScale,
  isWritten,
  type Question,
  scaleSchema,
} from '../../../surveys/questions/questions.schema.ts';
import { bandSchema } from '../../../surveys/responses/responses.schema.ts';
import { sentiments } from '../../../surveys/texts/texts.schema.ts';
import { callTexts, sayScore } from '../../callback-desk/index.ts';
import { type Filled, formToken, type Reader, refusalMessage, timeOf } from '../../desk/index.ts';
import { choiceOf, textOf } from '../../results-desk/index.ts';
import type { Named, Names } from '../closed-loop-desk.page.ts';
import { rulePath } from '../closed-loop-desk.rules.ts';
import { texts } from '../closed-loop-desk.texts.ts';

export interface RuleView extends Names, Pick<LoopRules, 'rules' | 'version'> {
  readonly people: readonly Pick<StaffSummary, 'id' | 'name' | 'active'>[];
  /** The one that is changed; undefined: a new one. */
  readonly rule: LoopRule | undefined;
  readonly filled: Filled;
  /** What the rules would have made of answers that are there, where that was asked for. */
  readonly trial?: LoopTrialResult | undefined;
}

/** Named after the places in what the API takes, so that its reasons find them. */
const ruleFields = [
  ...['name', 'place', 'when.surveys', 'surveyId'],
  ...['question', 'scale', 'band', 'from', 'to'].map((name) => `when.score.${name}`),
  ...['question', 'topic', 'sentiment'].map((name) => `when.text.${name}`),
  ...['choice', 'owner', 'language', 'tags'].map((name) => `when.${name}`),
  ...['withinHours', 'priority', 'owner', 'note', 'askAgain'].map((name) => `do.${name}`),
];

export function rulePage(view: RuleView, reader: Reader & { readonly timeZone: string }): Html {
  const { rule, version, filled, trial } = view;
  const words = texts[reader.language];
  const sent = html`${formToken(reader)}${hiddenInput('version', version)}${hiddenInput('was', rule?.name ?? '')}`;
  return html`${refusalMessage(filled, ruleFields)}<h1>${rule === undefined ? words.addRule : words.changeRule(rule.name)}</h1>
${trial && trialOf(trial, reader)}<form method="post" action="${rulePath()}">${sent}${textInput({ ...fieldOf(view, 'name', words.ruleName, rule?.name), isRequired: true, maximum: 80 })}${placeOf(view, reader)}${conditions(view, reader)}${actionOf(view, reader)}<p class="actions"><button name="action" value="save">${words.save}</button></p>${tryingOf(view, reader)}</form>
${rule !== undefined && html`<form method="post" action="${rulePath()}">${sent}${turnsOf(rule, reader)}</form>\n`}<p><a href="/desk/closed-loop">${words.backToRules}</a></p>`;
}

/** Behind the button that saves, which the enter key presses. */
function tryingOf(view: RuleView, { language }: Reader): Html {
  const words = texts[language];
  const survey = choose(fieldOf(view, 'surveyId', words.trySurvey), words.chooseSurvey, named(view.surveys));
  return html`<fieldset class="card"><legend>${words.tryOut}</legend><p class="hint">${words.tryHint}</p><div class="filters">${survey}</div><p class="actions"><button class="quiet" name="action" value="try">${words.tryIt}</button></p></fieldset>`;
}

/** So many of the answers are shown one by one. */
const shownAnswers = 20;

function trialOf(
  { tried, from, byRule, matched }: LoopTrialResult,
  reader: Reader & { readonly timeZone: string },
): Html {
  const words = texts[reader.language];
  if (from === null) return infoMessage({ text: words.noneTried });
  const answers = matched.slice(0, shownAnswers);
  return html`${infoMessage({ text: words.triedOf(tried, timeOf(from, reader)) })}
<h2>${words.trial}</h2>
${table({
  ...{ caption: words.trial, isCaptionHidden: true, heads: words.trialHeads, empty: words.noRules },
  rows: byRule.map(({ rule, answers: count }) => [rule, count]),
})}
<h2>${words.trialAnswers}</h2>
${
  matched.length > answers.length &&
  html`<p class="hint">${words.newestOf(answers.length, matched.length)}</p>
`
}${table({
  ...{ caption: words.trialAnswers, isCaptionHidden: true, empty: words.noneMatched },
  heads: words.trialAnswerHeads,
  rows: answers.map(({ responseId, answeredAt, rule, score }) => [
    html`<a href="/desk/responses/${responseId}">${timeOf(answeredAt, reader)}</a>`,
    score === undefined ? '' : sayScore({ score: score.value, scale: score.scale }, reader.language),
    rule,
  ]),
})}
`;
}

function turnsOf({ paused }: LoopRule, { language }: Reader): Html {
  const words = texts[language];
  return html`<fieldset class="card"><legend>${words.turns}</legend><p class="hint">${words.turnsAre}</p><p class="actions"><button class="quiet" name="action" value="${paused ? 'resume' : 'pause'}">${paused ? words.resume : words.pause}</button> <button class="quiet" name="action" value="remove">${words.remove}</button></p></fieldset>`;
}

function fieldOf({ filled }: Pick<RuleView, 'filled'>, name: string, label: string, known?: string | number) {
  return { label, ...filled.field(name, known === undefined ? '' : String(known)) };
}

type Choices = readonly (readonly [value: string, label: string])[];

/** What is chosen already is offered although it is there no more, by its id. */
function withKnown(choices: Choices, known: readonly string[]): Choices {
  const gone = new Set(known.filter((each) => each !== '' && choices.every(([value]) => value !== each)));
  return [...choices, ...[...gone].map((each) => [each, each] as const)];
}

const optionsOf = (choices: Choices) => choices.map(([value, label]) => ({ value, label }));
const named = (all: readonly Named[]): Choices => all.map(({ id, name }) => [id, name]);

/** One of some choices, or none. */
function choose(field: ReturnType<typeof fieldOf>, none: string, choices: Choices): Html {
  return select({
    ...field,
    options: optionsOf([['', none], ...withKnown(choices, [field.value, ...(field.stored?.values ?? [])])]),
  });
}

function placeOf(view: RuleView, { language }: Reader): Html {
  const { rules, rule } = view;
  const words = texts[language];
  const others = rules.filter((each) => each !== rule);
  const known = rule === undefined ? others.length : rules.indexOf(rule);
  const places = [...others.map(({ name }) => words.before(name)), words.last];
  const options = places.map((label, place) => ({ value: String(place), label }));
  return select({ ...fieldOf(view, 'place', words.place, known), options });
}

/** Those who work here, and who is named already. */
const peopleIn = ({ people }: RuleView, known: string | null | undefined) =>
  named(people.filter(({ id, active }) => active || id === known));

/** Which answers are meant. */
function conditions(view: RuleView, reader: Reader): Html {
  const { rule, surveys, topics, filled } = view;
  const words = texts[reader.language];
  const { score, choice, text, owner, tags, language, surveys: meant = [] } = rule?.when ?? {};
  const field = (name: string, label: string, known?: string | number) =>
    fieldOf(view, `when.${name}`, label, known);
  const ticked = filled.ticks('when.surveys', meant);
  const all = optionsOf(withKnown(named(surveys), [...ticked.values, ...meant]));
  const ofSurveys = {
    ...{ ...ticked, label: words.ofSurvey, hint: words.ofSurveyHint, options: all },
  };
  const { scales } = callTexts[reader.language];
  const fields = [
    choose(
      field('score.question', words.scoreQuestion, score?.question),
      words.any,
      questionsIn(view, isScale, reader),
    ),
    choose(
      field('score.scale', words.scale, score?.scale),
      words.any,
      scaleSchema.options.map((each) => [each, scales[each]]),
    ),
    choose(
      field('score.band', words.band, score?.band),
      words.any,
      bandSchema.options.map((each) => [each, words.bands[each]]),
    ),
    textInput({ ...field('score.from', words.lowest, score?.from), maximum: 2 }),
    textInput({ ...field('score.to', words.highest, score?.to), maximum: 2 }),
    choose(
      field('text.question', words.textQuestion, text?.question),
      words.any,
      questionsIn(view, isWritten, reader),
    ),
    choose(
      field('text.topic', words.topic, text?.topic),
      words.any,
      topics.map(({ id, name }) => [id, name[reader.language]]),
    ),
    choose(
      field('text.sentiment', words.sentiment, text?.sentiment),
      words.any,
      sentiments.map((each) => [each, words.sentiments[each]]),
    ),
    choose(
      field('choice', words.choice, choice && choiceValue(choice.question, choice.choice)),
      words.any,
      choicesIn(view, reader),
    ),
    choose(field('owner', words.owner, owner === null ? 'none' : owner), words.any, [
      ['none', words.nobody],
      ...peopleIn(view, owner),
    ]),
    choose(
      field('language', words.spoken, language),
      words.any,
      languages.map((each) => [each, words.languages[each]]),
    ),
    textInput({ ...field('tags', words.tags, tags?.join(words.comma)), hint: words.tagsHint }),
  ];
  return html`<fieldset class="card"><legend>${words.whichAnswers}</legend><p class="hint">${words.allTrue}</p>${all.length > 0 && checkGroup(ofSurveys)}<div class="filters">${fields}</div></fieldset>
`;
}

/** What becomes of them. */
function actionOf(view: RuleView, { language }: Reader): Html {
  const { rule, teams, surveys } = view;
  const words = texts[language];
  const { withinHours, priority = 'high', owner, team, note, askAgain } = rule?.do ?? {};
  const field = (name: string, label: string, known?: string | number) =>
    fieldOf(view, `do.${name}`, label, known);
  const caller = owner === undefined ? team && `team=${team}` : `owner=${owner}`;
  const callers: Choices = [
    ...peopleIn(view, owner).map(([id, name]) => [`owner=${id}`, name] as const),
    ...teams.map(({ id, name }) => [`team=${id}`, words.teamOf(name)] as const),
  ];
  const priorities = prioritySchema.options.map((value) => ({ value, label: words.priorities[value] }));
  return html`<fieldset class="card"><legend>${words.whatBecomes}</legend><div class="filters">${textInput({ ...field('withinHours', words.withinHours, withinHours), isRequired: true, maximum: 2 })}${select({ ...field('priority', words.priority, priority), options: priorities })}${choose(field('owner', words.callerIs, caller), words.byAssignment, callers)}${choose(field('askAgain', words.askAgain, askAgain), words.sameSurvey, named(surveys))}</div>${textArea({ ...field('note', words.note, note), maximum: 300 })}</fieldset>
`;
}

/** The questions that a rule can name, each with the surveys that ask it. */
function questionsIn(
  { asking, surveys }: RuleView,
  isFor: (question: Question) => boolean,
  { language }: Reader,
): Choices {
  const words = texts[language];
  const asked = asking.flatMap((survey) =>
    survey.questions.filter(isFor).map(({ id }) => ({ id, survey, text: textOf(id, { survey }, language) })),
  );
  return [...Map.groupBy(asked, ({ id }) => id)].map(([id, each]) => {
    const [first] = each;
    const names = each.map(({ survey }) => surveys.find((one) => one.id === survey.id)?.name ?? survey.id);
    return [id, `${first?.text ?? id}${words.aside(names.join(words.comma))}`];
  });
}

const choiceValue = (question: string, choice: string) => `${question}=${choice}`;

/** What can be chosen in answer to them. */
function choicesIn({ asking }: RuleView, { language }: Reader): Choices {
  const words = texts[language];
  const all = asking.flatMap((survey) =>
    survey.questions.flatMap((question) => {
      if (!('choices' in question)) return [];
      const text = textOf(question.id, { survey }, language);
      const choices = question.choices.map(
        ({ id }) => [id, choiceOf(question.id, id, { survey }, language)] as const,
      );
      const offered = question.other ? [...choices, ['other', words.other] as const] : choices;
      return offered.map(([id, label]) => [choiceValue(question.id, id), words.chosen(text, label)] as const);
    }),
  );
  return [...new Map(all)];
}
