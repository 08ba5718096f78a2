/** The forms of hours and territories. */
import { checkGroup, hiddenInput, textArea, textInput } from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { officeCalendar } from '../../../shared/time/office-calendar.ts';
import { daysOfWeek } from '../../../shared/values/business-calendar.ts';
import { maximumTerritories, type Staff } from '../../people/staff/staff.schema.ts';
import { type Filled, formToken, type Reader, refusalMessage } from '../desk/index.ts';
import {
  dayField,
  daysOffField,
  statutoryField,
  territoryField,
  territoryParts,
  writeShifts,
} from './assignments-desk.rules.ts';
import { texts } from './assignments-desk.texts.ts';

export interface FormView {
  readonly staff: Pick<Staff, 'id' | 'name' | 'version' | 'timeZone' | 'businessHours' | 'territories'>;
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
  const field = (name: string, label: string, value: string) => ({
    ...{ name, label, value: filled.value(name, value), violation: filled.violation(name) },
  });
  const days = daysOfWeek.map((day) =>
    textInput(field(dayField(day), words.days[day] ?? day, writeShifts(known?.week[day]))),
  );
  const statutory = known?.statutoryHolidays === undefined ? [] : [known.statutoryHolidays];
  const names = [...daysOfWeek.map(dayField), statutoryField, daysOffField];
  return html`<h1>${words.hoursOf(staff.name)}</h1>
${refusalMessage(filled, names)}<p>${words.hoursHint(staff.timeZone)}</p>
<p class="hint">${words.usual(writeShifts(officeCalendar(staff.timeZone).week.monday))}</p>
${sent(view, 'hours', reader, [
  ...days,
  checkGroup({
    ...{ name: statutoryField, label: words.holidays, violation: filled.violation(statutoryField) },
    options: [{ value: 'CN', label: words.statutory }],
    values: filled.values(statutoryField, statutory),
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
  const known = staff.territories.map((said) => territoryParts.map((part) => said[part] ?? ''));
  const typed = Array.from({ length: maximumTerritories + emptyRows }, (_, index) =>
    territoryParts.map((part) =>
      filled.value(territoryField(index, part), known[index]?.[territoryParts.indexOf(part)]),
    ),
  );
  const used = typed.filter((row) => row.some(Boolean));
  const rows = [...used, ...Array.from({ length: emptyRows }, () => ['', '', '', ''])];
  const names = rows.flatMap((_, index) => territoryParts.map((part) => territoryField(index, part)));
  const fields = rows.map((row, index) => territoryRow(row, index, filled, reader));
  return html`<h1>${words.territoriesOf(staff.name)}</h1>
${refusalMessage(filled, names)}<p>${words.territoriesHint}</p>
${sent(view, 'territories', reader, fields)}`;
}

function territoryRow(row: readonly string[], index: number, filled: Filled, reader: Reader): Html {
  const words = texts[reader.language];
  const inputs = territoryParts.map((part, at) => {
    const name = territoryField(index, part);
    const { label, hint } = words.parts[part];
    return textInput({ name, label, hint, value: row[at] ?? '', violation: filled.violation(name) });
  });
  return html`<fieldset class="card"><legend>${words.territory(index + 1)}</legend><div class="fields">${inputs}</div></fieldset>
`;
}
