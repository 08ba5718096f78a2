/** The columns of an export of answers, and what stands in them. */
import { instantOfId } from '../../../../shared/values/derived-id.ts';
import type { Language } from '../../../../shared/values/language.ts';
import { said, unfilled } from '../../questions/index.ts';
import type { Answer, Question } from '../../questions/questions.schema.ts';
import { dayOf } from '../../responses/index.ts';
import type { Response } from '../../responses/responses.schema.ts';
import type { Survey } from '../../surveys/surveys.schema.ts';
import type { QuestionColumn } from '../answer-exports.schema.ts';
import { type FixedColumn, fixedColumns, texts } from '../answer-exports.texts.ts';

/** What ids stand for. */
export type Names = ReadonlyMap<string, string>;

/** A column of a question, with the question, and the survey that asked it last. */
export interface Asked extends QuestionColumn {
  readonly of: Survey;
  readonly definition: Question;
}

/** How people are to read a file; without a language everything is called as the API calls it. */
export type Wording = Language | undefined;

/** What has columns of its own in a survey: each question, and of a matrix each row. */
export function columnsOf({ questions, version }: Survey): readonly QuestionColumn[] {
  return questions.flatMap((question): QuestionColumn[] =>
    question.kind === 'matrix'
      ? question.rows.map(({ id: row }) => ({ question: question.id, row, version }))
      : [{ question: question.id, version }],
  );
}

/** The columns with their questions. */
export function askedIn(
  columns: readonly QuestionColumn[],
  surveys: ReadonlyMap<number, Survey>,
): readonly Asked[] {
  return columns.flatMap((column) => {
    const of = surveys.get(column.version);
    const definition = of?.questions.find(({ id }) => id === column.question);
    return of === undefined || definition === undefined ? [] : [{ ...column, of, definition }];
  });
}

/** What stands at the head of all columns. */
export function headsOf(asked: readonly Asked[], wording: Wording): readonly string[] {
  if (wording === undefined)
    return [
      ...fixedColumns,
      ...asked.map(({ question, row }) => ['answers', question, row].filter(Boolean).join('.')),
    ];
  const heads = asked.map(({ of, definition, row }) => {
    const said = (text: Question['text'], id: string) =>
      unfilled(text[wording] ?? text[of.defaultLanguage] ?? id)
        .replaceAll(/\s+/g, ' ')
        .trim();
    const question = said(definition.text, definition.id);
    if (row === undefined || definition.kind !== 'matrix') return question;
    const found = definition.rows.find(({ id }) => id === row);
    return `${question} – ${found === undefined ? row : said(found.text, row)}`;
  });
  return [...fixedColumns.map((column) => texts[wording].heads[column]), ...heads];
}

/** A line of the file: one answer. */
export function cellsOf(
  response: Response,
  asked: readonly Asked[],
  { wording, names }: { readonly wording: Wording; readonly names: Names },
): readonly string[] {
  return [
    ...fixedColumns.map((column) => fixed(response, column, wording, names)),
    ...asked.map((column) => answered(response, column, wording)),
  ];
}

function fixed(response: Response, column: FixedColumn, wording: Wording, names: Names): string {
  const { group, runId, channel, language, score } = response;
  const called = (id: string | undefined) =>
    id === undefined ? '' : wording === undefined ? id : (names.get(id) ?? id);
  switch (column) {
    case 'answeredAt':
      return answeredAt(response);
    case 'campaignId':
      return called(response.campaignId);
    case 'runId':
      return runId === undefined || wording === undefined ? (runId ?? '') : instantOfId(runId);
    case 'collectorId':
      return called(response.collectorId);
    case 'owner':
      return called(group?.ownerThen);
    case 'team':
      return (group?.teams ?? []).map(called).join('; ');
    case 'tags':
      // One that only a single customer ever had may tell who that is: it has no name here.
      return (group?.tags ?? []).flatMap((hash) => names.get(hash) ?? []).join('; ');
    case 'channel':
      return channel === undefined || wording === undefined
        ? (channel ?? '')
        : texts[wording].channels[channel];
    case 'language':
      return wording === undefined ? language : texts[wording].languages[language];
    case 'score':
      return score === undefined ? '' : String(score);
    default:
      return response[column] ?? '';
  }
}

/** The day, where no more is told of an answer: to an anonymous survey. */
function answeredAt({ customerId, answeredAt: at }: Response): string {
  return customerId === undefined && at === dayOf(at) ? at.slice(0, 'yyyy-mm-dd'.length) : at;
}

function answered({ answers }: Response, { definition, row, of }: Asked, wording: Wording): string {
  const answer = answers[definition.id];
  if (answer === undefined) return '';
  if (answer === true) return wording === undefined ? 'true' : texts[wording].agreed;
  if (row !== undefined) return inRow(answer, row, definition, of, wording);
  if (wording !== undefined) return said(definition, answer, answers, wording);
  if (!Array.isArray(answer)) return typeof answer === 'object' ? JSON.stringify(answer) : String(answer);
  const other = answers[`${definition.id}.other`];
  return answer
    .map((id) => (id === 'other' && typeof other === 'string' ? `${id}: ${other}` : id))
    .join('; ');
}

function inRow(answer: Answer, row: string, definition: Question, of: Survey, wording: Wording): string {
  const chosen = typeof answer === 'object' && !Array.isArray(answer) ? answer[row] : undefined;
  if (chosen === undefined || wording === undefined || definition.kind !== 'matrix') return chosen ?? '';
  const text = definition.columns.find(({ id }) => id === chosen)?.text;
  return text?.[wording] ?? text?.[of.defaultLanguage] ?? chosen;
}
