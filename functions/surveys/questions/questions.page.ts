/** How questions are shown on pages: one way for customers, agents and whoever tries a survey. */
import {
  checkGroup,
  choiceGroup,
  dateInput,
  type Field,
  optionGroup,
  textArea,
  textInput,
} from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import type { Language } from '../../../shared/values/language.ts';
import type { AnswerViolation } from './operations/read-answer.ts';
import { filledIn, type Known } from './questions.rules.ts';
import {
  type Choice,
  type Form,
  fieldOf,
  type InLanguages,
  isScale,
  maximumText,
  numbersOf,
  otherChoice,
  type Question,
} from './questions.schema.ts';
import { endsOf, texts } from './questions.texts.ts';

/** What a form shows beside the questions themselves. */
export interface QuestionForm {
  readonly language: Language;
  /** What was sent before. */
  readonly values: Form;
  /** By question id. */
  readonly violations: Readonly<Record<string, AnswerViolation>>;
  /** What the words may name. */
  readonly known: Known;
}

export interface QuestionField {
  readonly shown: Html;
  /** To which a message about the question leads. */
  readonly field: Field;
}

interface Labelled extends Field {
  readonly note: string;
  readonly value?: string;
}

/** A question with its fields. */
export function questionField(question: Question, form: QuestionForm): QuestionField {
  const { language, violations, values } = form;
  const words = texts[language];
  const name = fieldOf(question.id);
  const violation = violations[question.id];
  const sent = values[name];
  const hint = question.hint && saidIn(question.hint, form);
  const field: Labelled = {
    name,
    label: saidIn(question.text, form) || question.id,
    note: question.required ? words.required : words.optional,
    violation: violation && words.violations[violation],
    isRequired: question.required,
    ...(hint === undefined ? {} : { hint }),
    ...(typeof sent === 'string' ? { value: sent } : {}),
  };
  if (isScale(question)) {
    const scale = { ...field, choices: numbersOf(question.kind), ends: endsOf(question.kind, language) };
    return { shown: choiceGroup(scale), field: scale };
  }
  switch (question.kind) {
    case 'single-choice':
    case 'multiple-choice':
      return { shown: choicesOf(question, field, form), field };
    case 'matrix':
      return matrixOf(question, field, form);
    case 'text':
      return { shown: textArea({ ...field, hint: hint ?? words.textHint, maximum: maximumText }), field };
    case 'number':
      return { shown: textInput({ ...field, maximum: 20 }), field };
    case 'date':
      return { shown: dateInput(field), field };
    case 'consent':
      return {
        shown: checkGroup({
          ...field,
          options: [{ value: 'yes', label: words.agree }],
          values: listOf(sent),
        }),
        field,
      };
  }
}

/** In the language of the form, else in the other one: a version that was begun may lack it. */
function saidIn(text: InLanguages, { language, known }: QuestionForm): string {
  return filledIn(text[language] ?? Object.values(text)[0] ?? '', known);
}

function optionsOf(choices: readonly Choice[], form: QuestionForm) {
  return choices.map(({ id, text }) => ({ value: id, label: saidIn(text, form) }));
}

const listOf = (sent: string | readonly string[] | undefined) => [sent ?? []].flat();

type ChoiceQuestion = Extract<Question, { kind: 'single-choice' | 'multiple-choice' }>;

function choicesOf({ id, kind, choices, other }: ChoiceQuestion, field: Field, form: QuestionForm): Html {
  const words = texts[form.language];
  const beside = other === true ? [{ value: otherChoice, label: words.other }] : [];
  const options = [...optionsOf(choices, form), ...beside];
  const values = listOf(form.values[field.name]);
  const group =
    kind === 'single-choice'
      ? optionGroup({ ...field, options, value: values[0] ?? '' })
      : checkGroup({ ...field, options, values });
  if (other !== true) return group;
  const name = fieldOf(id, otherChoice);
  const typed = form.values[name];
  const inWords = { name, label: words.sayOther, maximum: maximumText };
  return html`${group}${textInput(typeof typed === 'string' ? { ...inWords, value: typed } : inWords)}`;
}

function matrixOf(
  { id, rows, columns }: Extract<Question, { kind: 'matrix' }>,
  { label, note, hint, violation, ...field }: Labelled,
  form: QuestionForm,
): QuestionField {
  const options = optionsOf(columns, form);
  const groups = rows.map((row) => {
    const name = fieldOf(id, row.id);
    const value = form.values[name];
    const group = { name, label: saidIn(row.text, form), options };
    return optionGroup(typeof value === 'string' ? { ...group, value } : group);
  });
  const shown = html`<fieldset class="field"><legend>${label} <span class="note">(${note})</span></legend>
${hint !== undefined && html`<p class="hint">${hint}</p>`}${
  violation !== undefined && html`<p class="violation">${violation}</p>`
}${groups}</fieldset>
`;
  return { shown, field: { ...field, label, violation, name: fieldOf(id, rows[0]?.id) } };
}
