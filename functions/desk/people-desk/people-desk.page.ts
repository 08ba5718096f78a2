/** The pages about staff: the list, one person with their absences, the form. */
import { facts } from '../../../shared/pages/facts.ts';
import {
  checkGroup,
  dateInput,
  hiddenInput,
  select,
  textArea,
  textInput,
} from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { infoMessage } from '../../../shared/pages/messages.ts';
import { nextPage } from '../../../shared/pages/navigation.ts';
import { table } from '../../../shared/pages/table.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { languages } from '../../../shared/values/language.ts';
import type { Absence, Staff, StaffSummary, Territory } from '../../people/staff/staff.schema.ts';
import type { Team, TeamSummary } from '../../people/teams/teams.schema.ts';
import {
  absenceOf,
  choiceOf,
  dayOf,
  type Filled,
  formToken,
  type Names,
  namesOf,
  type Reader,
  refusalMessage,
} from '../desk/index.ts';
import { texts } from './people-desk.texts.ts';

/** Rows of a list, and where the next ones are. */
export interface Listed<Row> {
  readonly items: readonly Row[];
  readonly cursor: string | null;
}

/** What may be changed follows from the routes that the forms call. */
export type PeopleReader = Reader & {
  readonly may: Readonly<Record<'editStaff' | 'planAbsence' | 'handOver' | 'editTeams', boolean>>;
};

const personPath = (id: string) => `/desk/staff/${encodeURIComponent(id)}`;
const teamPath = (id: string) => `/desk/teams/${encodeURIComponent(id)}`;

const link = (href: string, label: string) => html`<a href="${href}">${label}</a>`;

const further = (path: string, cursor: string | null) =>
  cursor === null ? undefined : `${path}?cursor=${encodeURIComponent(cursor)}`;

const savedNote = (reader: Reader, isSaved: boolean) =>
  isSaved && infoMessage({ text: texts[reader.language].saved });

export interface StaffListView extends Listed<StaffSummary> {
  readonly names: Names;
  readonly at: Instant;
}

export function staffListPage({ items, cursor, names, at }: StaffListView, reader: PeopleReader): Html {
  const words = texts[reader.language];
  const rows = items.map((person) => [
    link(personPath(person.id), person.name),
    person.email,
    person.timeZone,
    person.active ? words.yes : words.no,
    person.active && (absenceOf(person, names, reader, at) ?? ''),
  ]);
  return html`<h1>${words.staff}</h1>
${table({ caption: words.staff, isCaptionHidden: true, heads: words.staffHeads, rows, empty: words.noStaff })}
${reader.may.editStaff && html`<p class="hint">${words.addHint}</p>`}
<p>${link('/desk/handovers', words.handovers)}</p>
${nextPage(words.more, further('/desk/staff', cursor))}`;
}

export interface PersonView {
  readonly staff: Staff;
  /** Who may stand in, by name. */
  readonly others: readonly StaffSummary[];
  /** What was typed into the form of an absence, and why it was refused. */
  readonly absence: Filled;
  readonly key: string;
  readonly isSaved: boolean;
  /** Whether it is the reader themselves. */
  readonly isMe: boolean;
  readonly at: Instant;
}

export function staffPage(view: PersonView, reader: PeopleReader): Html {
  const { staff, isSaved, isMe } = view;
  const words = texts[reader.language];
  const { language, timeZone, email, skills, spokenLanguages, territories, capacity, active, takesWork } =
    staff;
  const path = personPath(staff.id);
  const { may } = reader;
  const actions = [
    may.editStaff && link(`${path}/edit`, words.edit(staff.name)),
    (may.editStaff || isMe) && link(`${path}/hours`, words.editHours),
    may.editStaff && link(`${path}/territories`, words.editTerritories),
    may.handOver && link(`${path}/handover`, words.handOver),
  ];
  return html`${savedNote(reader, isSaved)}<h1>${staff.name}</h1>
${facts([
  [words.email, email],
  [words.active, active ? words.yes : words.no],
  [words.takesWork, takesWork ? words.yes : words.no],
  [words.language, words.languages[language]],
  [words.timeZone, timeZone],
  [words.hours, hoursOf(staff, reader)],
  skills.length > 0 && [words.skills, skills.join(' · ')],
  spokenLanguages.length > 0 && [
    words.spoken,
    spokenLanguages.map((each) => words.languages[each]).join(' · '),
  ],
  territories.length > 0 && [words.territories, territories.map(territory).join(' · ')],
  capacity.callbacks !== undefined && [words.capacity, capacity.callbacks],
])}
${actions.some(Boolean) && html`<p class="actions">${actions}</p>`}
<h2>${words.absences}</h2>
${absenceTable(view, reader)}
${may.planAbsence && absenceForm(view, reader)}
<p>${link('/desk/staff', words.back(words.staff))}</p>`;
}

function hoursOf({ businessHours }: Staff, { language }: Reader): string {
  const words = texts[language];
  if (businessHours === undefined) return words.usualHours;
  const days = Object.entries(businessHours.week).flatMap(([day, shifts = []]) =>
    shifts.length === 0
      ? []
      : [`${words.days[day] ?? day} ${shifts.map(({ from, to }) => `${from}–${to}`).join(', ')}`],
  );
  return days.join('; ');
}

const territory = (said: Territory) => Object.values(said).filter(Boolean).join(' ');

function absenceTable({ staff, others }: PersonView, reader: PeopleReader): Html {
  const words = texts[reader.language];
  const nameOf = (id: string | null) =>
    id === null ? words.nobody : (others.find((each) => each.id === id)?.name ?? id);
  const { planAbsence } = reader.may;
  const heads = [...words.absenceHeads, words.note, ...(planAbsence ? [words.action] : [])];
  const rows = staff.absences.map((absence) => [
    dayOf(absence.from, reader),
    dayOf(absence.until, reader),
    nameOf(absence.deputy),
    absence.note ?? '',
    ...(planAbsence ? [endForm(staff, absence, reader)] : []),
  ]);
  return table({ caption: words.absences, isCaptionHidden: true, heads, rows, empty: words.noAbsences });
}

function endForm(staff: Staff, { id, from }: Absence, reader: Reader): Html {
  const { end } = texts[reader.language];
  return html`<form method="post" action="${personPath(staff.id)}/absences/${id}/end">${formToken(reader)}<button class="quiet" aria-label="${end} ${from}">${end}</button></form>`;
}

function absenceForm({ staff, others, absence, key, at }: PersonView, reader: Reader): Html {
  const words = texts[reader.language];
  const { value, violation } = absence;
  const deputies = others
    .filter(({ id, active, takesWork }) => active && takesWork && id !== staff.id)
    .map((person) => choiceOf(person, namesOf(others), reader, at));
  const names = ['from', 'until', 'deputy', 'note'] as const;
  const field = (name: (typeof names)[number]) => ({
    ...{ name, label: words[name], value: value(name), violation: violation(name) },
  });
  return html`<h2>${words.plan}</h2>
${refusalMessage(absence, names)}<form method="post" action="${personPath(staff.id)}/absences">${formToken(reader)}${hiddenInput('key', key)}${dateInput({ ...field('from'), isRequired: true })}${dateInput({ ...field('until'), isRequired: true })}${select({ ...field('deputy'), options: [{ value: '', label: words.nobody }, ...deputies] })}${textInput({ ...field('note'), note: words.optional, maximum: 200 })}<p class="actions"><button>${words.plan}</button></p></form>`;
}

export interface StaffFormView {
  readonly staff: Staff;
  readonly filled: Filled;
}

export function staffFormPage({ staff, filled }: StaffFormView, reader: Reader): Html {
  const words = texts[reader.language];
  const names = [
    'name',
    'email',
    'language',
    'timeZone',
    'skills',
    'spokenLanguages',
    'capacity',
    'active',
    'takesWork',
  ];
  const field = (name: string, label: string, known: string) => ({ label, ...filled.field(name, known) });
  const ticks = (name: string, label: string, known: readonly string[]) => ({
    ...{ label, ...filled.ticks(name, known) },
  });
  const spoken = languages.map((each) => ({ value: each, label: words.languages[each] }));
  const callbacks = staff.capacity.callbacks;
  return html`<h1>${words.edit(staff.name)}</h1>
${refusalMessage(filled, names)}<form method="post" action="${personPath(staff.id)}/edit">${formToken(reader)}${hiddenInput('version', staff.version)}${textInput({ ...field('name', words.name, staff.name), isRequired: true, maximum: 80 })}${textInput({ ...field('email', words.email, staff.email), isRequired: true })}${select({ ...field('language', words.language, staff.language), options: spoken })}${textInput({ ...field('timeZone', words.timeZone, staff.timeZone), hint: words.timeZoneHint, isRequired: true })}${textArea({ ...field('skills', words.skills, staff.skills.join('\n')), hint: words.skillsHint, note: words.optional })}${checkGroup({ ...ticks('spokenLanguages', words.spoken, staff.spokenLanguages), options: spoken })}${textInput({ ...field('capacity', words.capacity, callbacks === undefined ? '' : String(callbacks)), hint: words.capacityHint, note: words.optional })}${checkGroup({ ...ticks('active', words.staff, [String(staff.active)]), options: [{ value: 'true', label: words.active }], hint: html`${words.leavingHint} ${link(`${personPath(staff.id)}/handover`, words.handOver)}` })}${checkGroup({ ...ticks('takesWork', words.takesWork, [String(staff.takesWork)]), options: [{ value: 'true', label: words.takesWork }], hint: words.takesWorkHint })}<p class="hint">${words.rolesHint}</p><p class="actions"><button>${words.save}</button> ${link(personPath(staff.id), words.back(staff.name))}</p></form>`;
}

export function teamListPage(
  { items, cursor, isSaved }: Listed<TeamSummary> & { readonly isSaved: boolean },
  reader: PeopleReader,
): Html {
  const words = texts[reader.language];
  const rows = items.map(({ id, name, people, shared }) => [
    link(teamPath(id), name),
    people,
    shared ? words.yes : words.no,
  ]);
  return html`${savedNote(reader, isSaved)}<h1>${words.teams}</h1>
${reader.may.editTeams && html`<p class="actions">${link('/desk/teams/new', words.newTeam)}</p>`}
${table({ caption: words.teams, isCaptionHidden: true, heads: words.teamHeads, rows, empty: words.noTeams })}
<p>${link('/desk/assignment-rules', words.rules)}</p>
${nextPage(words.more, further('/desk/teams', cursor))}`;
}

export interface TeamView {
  readonly team: Team;
  readonly people: readonly StaffSummary[];
  readonly at: Instant;
  readonly isSaved: boolean;
}

export function teamPage({ team, people: everybody, at, isSaved }: TeamView, reader: PeopleReader): Html {
  const words = texts[reader.language];
  const names = namesOf(everybody);
  const person = (id: string) => {
    const known = everybody.find((each) => each.id === id);
    const absence = known && absenceOf(known, names, reader, at);
    return html`<li>${link(personPath(id), known?.name ?? id)}${absence !== undefined && ` – ${absence}`}</li>`;
  };
  const people = (ids: readonly string[]) =>
    ids.length === 0 ? words.noPeople : html`<ul>${ids.map(person)}</ul>`;
  return html`${savedNote(reader, isSaved)}<h1>${team.name}</h1>
${facts([
  [words.leads, people(team.leads)],
  [words.members, people(team.members)],
  [words.shared, team.shared ? words.yes : words.no],
])}
<p class="actions">${link(`${teamPath(team.id)}/work`, words.openWork)}
${reader.may.editTeams && html`${link(`${teamPath(team.id)}/edit`, words.edit(team.name))} ${link(`${teamPath(team.id)}/delete`, words.takeApart(team.name))}`}</p>
<p>${link('/desk/teams', words.back(words.teams))}</p>`;
}

/** Asks before a team is taken apart, and says why it cannot be. */
export function teamEndPage({ id, name, version }: Team, filled: Filled, reader: Reader): Html {
  const words = texts[reader.language];
  return html`<h1>${words.takeApart(name)}</h1>
${refusalMessage(filled, [])}<p>${words.whatStays}</p>
<form method="post" action="${teamPath(id)}/delete">${formToken(reader)}${hiddenInput('version', version)}<p class="actions"><button>${words.takeApart(name)}</button> ${link(teamPath(id), words.back(name))}</p></form>`;
}

export interface TeamFormView {
  /** The team that is changed; undefined for a new one. */
  readonly team: Team | undefined;
  /** Who may belong to it. */
  readonly people: readonly StaffSummary[];
  /** Names of everybody by staff id. */
  readonly names: Names;
  readonly at: Instant;
  readonly filled: Filled;
  readonly key: string;
}

export function teamFormPage(view: TeamFormView, reader: Reader): Html {
  const { team, people, names, at, filled, key } = view;
  const words = texts[reader.language];
  const title = team === undefined ? words.newTeam : words.edit(team.name);
  const action = team === undefined ? '/desk/teams/new' : `${teamPath(team.id)}/edit`;
  const options = people.map((person) => choiceOf(person, names, reader, at));
  const checks = (name: 'leads' | 'members', hint?: string) =>
    checkGroup({
      ...{ ...filled.ticks(name, team?.[name] ?? []), label: words[name], options },
      ...(hint === undefined ? {} : { hint }),
    });
  return html`<h1>${title}</h1>
${refusalMessage(filled, ['name', 'leads', 'members', 'shared'])}<form method="post" action="${action}">${formToken(reader)}${hiddenInput('key', key)}${team !== undefined && hiddenInput('version', team.version)}${textInput({ ...filled.field('name', team?.name), label: words.teamName, isRequired: true, maximum: 80 })}${checks('leads', words.leadsHint)}${checks('members')}${checkGroup({ ...filled.ticks('shared', [String(team?.shared ?? false)]), label: words.teams, options: [{ value: 'true', label: words.shared }] })}<p class="actions"><button>${team === undefined ? words.create : words.save}</button> ${link('/desk/teams', words.back(words.teams))}</p></form>`;
}
