/** What a customer has answered, for whoever calls them: scores on their scales, and answers question by question. */
import { type Html, html } from '../../../../shared/pages/html.ts';
import { table } from '../../../../shared/pages/table.ts';
import type { Language } from '../../../../shared/values/language.ts';
import { isScaleKind, numbersOf, type Scale } from '../../../surveys/questions/questions.schema.ts';
import type { ShownResponse } from '../../../surveys/responses/responses.schema.ts';
import type { Survey } from '../../../surveys/surveys/surveys.schema.ts';
import { type Reader, timeOf } from '../../desk/index.ts';
import { texts } from '../callback-desk.texts.ts';

/** A score on its scale; without one it is the NPS. */
export function sayScore(
  { score, scale = 'nps' }: { readonly score: number; readonly scale?: Scale | undefined },
  language: Language,
): string {
  const words = texts[language];
  return words.scoreOn(words.scales[scale], score, numbersOf(scale).at(-1) ?? score);
}

/** What was answered in one survey; the survey is undefined for whoever does not see it. */
export interface Answered {
  readonly response: ShownResponse;
  readonly survey: Pick<Survey, 'id' | 'name'> | undefined;
}

export function answersSection(
  { response, survey }: Answered,
  reader: Reader & { readonly timeZone: string },
): Html {
  const words = texts[reader.language];
  const asked = response.answers.filter(({ answer }) => answer !== null);
  const rows = asked.map((each) => [each.question, sayAnswer(each, reader.language)]);
  const said = words.answeredOn(timeOf(response.answeredAt, reader));
  const at = html`<a href="/desk/responses/${response.id}">${said}</a>`;
  return html`<h2>${words.answers}</h2>
<p class="hint">${survey !== undefined && html`${surveyLink(survey)} · `}${at}</p>
${table({ caption: words.answers, isCaptionHidden: true, heads: words.answerHeads, rows, empty: words.noAnswers })}`;
}

export function surveyLink({ id, name }: Pick<Survey, 'id' | 'name'>): Html {
  return html`<a href="/desk/surveys/${id}">${name}</a>`;
}

/** An answer in words; what was written or chosen as it was said to the customer. */
export function sayAnswer(
  { kind, answer, said }: ShownResponse['answers'][number],
  language: Language,
): string {
  const words = texts[language];
  if (said !== undefined) return said;
  if (answer === true) return words.agreed;
  if (typeof answer === 'number' && isScaleKind(kind))
    return words.outOf(answer, numbersOf(kind).at(-1) ?? answer);
  return String(answer);
}
