/** What the answers to one question come to in each group of customers, drawn and in a table. */
import { barChart, differenceChart } from '../../../../shared/pages/charts.ts';
import { type Html, html } from '../../../../shared/pages/html.ts';
import { emptyState, type Link } from '../../../../shared/pages/messages.ts';
import { table } from '../../../../shared/pages/table.ts';
import type { Language } from '../../../../shared/values/language.ts';
import type { QuestionMeasure } from '../../../surveys/measures/measures.schema.ts';
import { numbersOf } from '../../../surveys/questions/questions.schema.ts';
import type { ResultsBreakdown } from '../../../surveys/results/results.schema.ts';
import type { Survey } from '../../../surveys/surveys/surveys.schema.ts';
import { texts } from '../results-desk.texts.ts';
import { figure, groupValueOf, rangeOf, textOf } from './draw-results.ts';

type Group = ResultsBreakdown['groups'][number];

export interface DrawnBreakdown {
  readonly survey: Pick<Survey, 'questions' | 'defaultLanguage'>;
  readonly breakdown: ResultsBreakdown;
  /** Whose answers are compared. */
  readonly questionId: string | undefined;
  /** Where a group leads. */
  readonly linksOf: (group: Group) => readonly Link[];
}

export function drawBreakdown(drawn: DrawnBreakdown, language: Language): Html {
  const { breakdown, questionId } = drawn;
  const words = texts[language];
  const { by, groups, others } = breakdown;
  const measured = groups.map((group) => ({
    group,
    name: groupValueOf({ dimension: by, ...group }, language),
    measure: group.measures.find((each) => each.questionId === questionId),
  }));
  const [first] = measured.flatMap(({ measure }) => measure ?? []);
  if (first === undefined) return emptyState(words.none);
  const title = words.courseOf(words.measures[first.kind], textOf(questionId, drawn, language));
  const rows = measured.map(({ group, name, measure }) => [
    name,
    measure === undefined ? '' : figure(measure.value, language),
    (measure && rangeOf(measure, language)) ?? '',
    measure?.n ?? 0,
    group.answered,
    drawn.linksOf(group).map(({ label, href }) => html`<a href="${href}">${label}</a> `),
  ]);
  return html`<h2>${title}</h2>
${drawnGroups(measured, { title, ...drawn }, language)}
${table({ caption: title, isCaptionHidden: true, heads: [...words.groupHeads, words.action], rows, empty: words.none })}
${(by === 'team' || by === 'tag') && html`<p class="hint">${words.countsInEach}</p>`}${others.groups > 0 && html`<p class="hint">${words.othersAre(others.groups, others.answered)}</p>`}`;
}

/** So many are drawn; all stand in the table. */
const drawnGroupsAtMost = 12;

interface Measured {
  readonly group: Group;
  readonly name: string;
  readonly measure: QuestionMeasure | undefined;
}

/** A score may lie on both sides of nothing; all else is a length. */
function drawnGroups(
  measured: readonly Measured[],
  { title, survey, questionId }: Pick<DrawnBreakdown, 'survey' | 'questionId'> & { readonly title: string },
  language: Language,
): Html {
  const words = texts[language];
  const bars = measured
    .flatMap(({ name, measure }) => (measure === undefined ? [] : [{ name, measure }]))
    .slice(0, drawnGroupsAtMost)
    .map(({ name, measure: { value, low, high, n } }) => ({
      ...{ label: words.groupOf(name, n), value, low, high },
      shown: figure(value, language),
    }));
  const kind = measured.flatMap(({ measure }) => measure?.kind ?? [])[0];
  const chart = { id: 'groups', title, description: words.groupsAre(bars.length) };
  if (kind === 'nps') return differenceChart({ ...chart, rows: bars });
  const asked = survey.questions.find(({ id }) => id === questionId)?.kind;
  const most = Math.max(...bars.map(({ value, high }) => high ?? value));
  const maximum = kind === 'top-box' ? 100 : asked === 'rating' ? (numbersOf(asked).at(-1) ?? most) : most;
  return barChart({ ...chart, bars, maximum });
}
