/** Results: what the answers to a survey come to, how that changes, and where it is high and low. */
import { facts } from '../../../shared/pages/facts.ts';
import { select, textInput } from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { emptyState } from '../../../shared/pages/messages.ts';
import { answerChannelSchema } from '../../surveys/responses/responses.schema.ts';
import { steps } from '../../surveys/results/results.schema.ts';
import type { Survey } from '../../surveys/surveys/surveys.schema.ts';
import type { Reader } from '../desk/index.ts';
import { type DrawnResults, drawResults, textOf } from './operations/draw-results.ts';
import type { ResultsFilter } from './results-desk.contract.ts';
import { texts } from './results-desk.texts.ts';

export interface ResultsView extends DrawnResults {
  readonly survey: Survey;
  readonly campaigns: readonly { readonly id: string; readonly name: string }[];
  readonly filter: ResultsFilter;
}

export function resultsPage(view: ResultsView, reader: Reader): Html {
  const { survey, results, filter } = view;
  const words = texts[reader.language];
  const isNarrowed = Object.values(filter).some((value) => value !== undefined);
  return html`<h1>${words.title(survey.name)}</h1>
${facts([[words.answered, results.answered]])}
<p class="hint">${words.rangeIs}</p>
${filterForm(view, reader)}
${results.answered === 0 ? emptyState(isNarrowed ? words.noneSuch : words.none) : drawResults(view, reader.language)}
<p><a href="/desk/surveys/${survey.id}">${words.back}</a></p>`;
}

function filterForm({ survey, campaigns, filter, trend, results }: ResultsView, reader: Reader): Html {
  const words = texts[reader.language];
  const any = { value: '', label: words.all };
  const named = (name: keyof ResultsFilter, label: string) => ({ name, label, value: filter[name] ?? '' });
  const measured = results.questions.filter(({ measures }) => measures.length > 0);
  return html`<form class="unprinted" method="get" action="/desk/surveys/${survey.id}/results"><fieldset class="card"><legend>${words.which}</legend><div class="filters">${textInput({ ...named('from', words.from), hint: words.monthHint, maximum: 7 })}${textInput({ ...named('to', words.to), hint: words.monthHint, maximum: 7 })}${select({ ...named('campaignId', words.campaign), options: [any, ...campaigns.map(({ id, name }) => ({ value: id, label: name }))] })}${select({ ...named('channel', words.channel), options: [any, ...answerChannelSchema.options.map((value) => ({ value, label: words.channels[value] }))] })}${select({ ...named('language', words.language), options: [any, ...survey.languages.map((value) => ({ value, label: words.languages[value] }))] })}${select({ name: 'by', label: words.step, value: trend.by, options: steps.map((value) => ({ value, label: words.steps[value] })) })}${select({ ...named('question', words.question), options: [{ value: '', label: words.lead }, ...measured.map(({ questionId }) => ({ value: questionId, label: textOf(questionId, { survey }, reader.language) }))] })}</div><p class="actions"><button class="quiet">${words.show}</button></p></fieldset></form>`;
}
