/** The rules by which work is given, and the forms of hours and territories. */
import { facts } from '../../../shared/pages/facts.ts';
import {
  checkGroup,
  hiddenInput,
  type TextField,
  textArea,
  textInput,
} from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { officeCalendar, statutoryHolidaysIn } from '../../../shared/time/office-calendar.ts';
import { daysOfWeek } from '../../../shared/values/business-calendar.ts';
import type { Language } from '../../../shared/values/language.ts';
import type { AssignmentRule, AssignmentRules } from '../../people/assignments/assignments.schema.ts';
import { maximumTerritories, type ShownStaff } from '../../people/staff/staff.schema.ts';
import { type Filled, formToken, type Reader, refusalMessage, writtenDay } from '../desk/index.ts';
import {
  dayField,
  daysOffField,
  statutoryField,
  territoryField,
  territoryParts,
  writeShifts,
} from './assignments-desk.rules.ts';
import { texts } from './assignments-desk.texts.ts';

export interface RulesView extends Pick<AssignmentRules, 'rules'> {
  readonly teamNames: ReadonlyMap<string, string>;
  readonly mayChange: boolean;
}

/** How work is given that nobody was named for, in a person's words. */
export function rulesPage({ rules, teamNames, mayChange }: RulesView, { language }: Reader): Html {
  const words = texts[language];
  const all = rules.map(
    (rule) => html`<li><h2>${rule.name}</h2>
${facts([
  [words.ruleWhen, whenOf(rule, language)],
  [words.ruleWho, whoOf(rule, teamNames, language)],
  [words.ruleBy, words.ways[rule.by]],
])}</li>
`,
  );
  return html`<h1>${words.rules}</h1>
<p>${words.rulesIntro}</p>
${rules.length === 0 ? html`<p>${words.noRules}</p>` : html`<ol class="rules">${all}</ol>`}
<h2>${words.always}</h2>
<ul>${words.alwaysSo.map((each) => html`<li>${each}</li>`)}</ul>
<p class="hint">${mayChange ? words.rulesHow : words.rulesHint}</p>
<p><a href="/desk/teams">${words.back(words.teams)}</a></p>`;
}

function whenOf({ when }: AssignmentRule, language: Language): string {
  const words = texts[language];
  const { tags, country, region, reason } = when;
  const said = [
    reason !== undefined && words.whenReasons[reason],
    when.language !== undefined && words.whenLanguage(words.languages[when.language]),
    country !== undefined && words.whenCountry(country),
    region !== undefined && words.whenRegion(region),
    tags !== undefined && words.whenTags(tags.join(words.comma)),
  ].filter((each) => each !== false);
  return said.length === 0 ? words.whenever : said.join(words.comma);
}

function whoOf({ candidates, by }: AssignmentRule, teamNames: RulesView['teamNames'], language: Language) {
  const words = texts[language];
  const { team, skills, speaksLanguage } = candidates;
  const said = [
    team !== null && words.whoTeam(teamNames.get(team) ?? words.teamGone),
    skills.length > 0 && words.whoSkills(skills.join(words.comma)),
    speaksLanguage && words.whoSpeaks,
  ].filter((each) => each !== false);
  if (said.length > 0) return said.join(words.comma);
  return by === 'owner' ? words.whoOwner : words.whoEverybody;
}

export interface FormView {
  readonly staff: Pick<
    ShownStaff,
    'id' | 'name' | 'version' | 'timeZone' | 'businessHours' | 'territories' | 'holidaysKnown'
  >;
  readonly filled: Filled;
}

const personPath = (id: string) => `/desk/staff/${encodeURIComponent(id)}`;

function sent({ staff }: FormView, part: string, reader: Reader, fields: readonly Html[]): Html {
  const words = texts[reader.language];
  const path = personPath(staff.id);
  return html`<form method="post" action="${path}/${part}">${formToken(reader)}${hiddenInput('version', staff.version)}${fields}<p class="actions"><button>${words.save}</button> <a href="${path}">${words.back(staff.name)}</a></p></form>`;
}

export function hoursFormPage(view: FormView, reader: Reader): Html {
  const { staff, filled } = view;
  const words = texts[reader.language];
  const known = staff.businessHours;
  const field = (name: string, label: string, known: string) => ({ label, ...filled.field(name, known) });
  const days = daysOfWeek.map((day) =>
    textInput(field(dayField(day), words.days[day] ?? day, writeShifts(known?.week[day]))),
  );
  const statutory = known?.statutoryHolidays ?? statutoryHolidaysIn(staff.timeZone);
  const names = [...daysOfWeek.map(dayField), statutoryField, daysOffField];
  return html`<h1>${words.hoursOf(staff.name)}</h1>
${refusalMessage(filled, names)}<p>${words.hoursHint(staff.timeZone)}</p>
<p class="hint">${words.usual(writeShifts(officeCalendar(staff.timeZone).week.monday))}</p>
${staff.holidaysKnown !== null && html`<p class="hint">${words.holidaysKnown(writtenDay(staff.holidaysKnown.to, reader))}</p>`}
${sent(view, 'hours', reader, [
  ...days,
  checkGroup({
    ...filled.ticks(statutoryField, [statutory]),
    label: words.holidays,
    options: [{ value: 'CN', label: words.statutory }],
  }),
  textArea({
    ...field(daysOffField, words.daysOff, (known?.holidays ?? []).join('\n')),
    hint: words.daysOffHint,
    note: words.optional,
  }),
])}`;
}

/** Rows to add to those that are known. */
const emptyRows = 2;

export function territoriesFormPage(view: FormView, reader: Reader): Html {
  const { staff, filled } = view;
  const words = texts[reader.language];
  const rows = Array.from({ length: maximumTerritories + emptyRows }, (_, index) =>
    territoryParts.map((part) => ({
      ...filled.field(territoryField(index, part), staff.territories[index]?.[part]),
      ...words.parts[part],
    })),
  );
  const used = rows.findLastIndex((row) => row.some(({ value }) => value !== '')) + 1;
  const shown = rows.slice(0, Math.max(used, staff.territories.length) + emptyRows);
  const names = shown.flat().map(({ name }) => name);
  const fields = shown.map((row, index) => territoryRow(row, index, reader));
  return html`<h1>${words.territoriesOf(staff.name)}</h1>
${refusalMessage(filled, names)}<p>${words.territoriesHint}</p>
${sent(view, 'territories', reader, fields)}`;
}

function territoryRow(row: readonly TextField[], index: number, reader: Reader): Html {
  const words = texts[reader.language];
  return html`<fieldset class="card"><legend>${words.territory(index + 1)}</legend><div class="fields">${row.map(textInput)}</div></fieldset>
`;
}
