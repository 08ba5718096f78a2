import { type Html, type HtmlValue, html } from './html.ts';

export interface Field {
  /** Name under which it is sent, and its id. */
  readonly name: string;
  readonly label: string;
  /** In small print behind the label: whether it must be filled in, for example. */
  readonly note?: string;
  readonly hint?: HtmlValue;
  /** What is wrong with the value. */
  readonly violation?: string | undefined;
  /** What is stored, where somebody else has saved it since the form was shown; said where the field has another value. */
  readonly stored?: Stored | undefined;
  readonly isRequired?: boolean;
}

export interface Stored {
  readonly values: readonly string[];
  /** @param shown the values as the field shows them */
  readonly say: (shown: readonly string[]) => string;
}

export interface TextField extends Field {
  readonly value?: string;
  readonly maximum?: number;
}

export interface ChoiceField extends Field {
  readonly choices: readonly (string | number)[];
  /** The chosen one, as it is sent. */
  readonly value?: string;
  /** What the first and the last choice mean; stands under them. */
  readonly ends?: readonly [string, string];
}

/** One line of text. */
export function textInput(field: TextField): Html {
  return labelled(field, html`<input class="text" value="${field.value ?? ''}"${textAttributes(field)}>`);
}

export interface FileField extends Field {
  /** Endings of names, for the dialogue of the browser. */
  readonly accept: string;
}

/** A file; its form is sent as `multipart/form-data`. */
export function fileInput(field: FileField): Html {
  return labelled(
    field,
    html`<input class="text" type="file" accept="${field.accept}"${textAttributes(field)}>`,
  );
}

/** Several lines of text. */
export function textArea(field: TextField): Html {
  // A browser drops the first line break in here, so it is not the writer's.
  return labelled(field, html`<textarea${textAttributes(field)}>\n${field.value ?? ''}</textarea>`);
}

export interface DateField extends Field {
  /** `2026-11-21` */
  readonly value?: string;
}

/** A day of the calendar. */
export function dateInput(field: DateField): Html {
  return labelled(
    field,
    html`<input class="text" type="date" value="${field.value ?? ''}"${textAttributes(field)}>`,
  );
}

/** A moment as a clock on the wall shows it, `2026-11-21T09:00`. */
export function momentInput(field: DateField): Html {
  return labelled(
    field,
    html`<input class="text" type="datetime-local" value="${field.value ?? ''}"${textAttributes(field)}>`,
  );
}

/** A time of the day as a clock on the wall shows it, `09:00`. */
export function timeInput(field: DateField): Html {
  return labelled(
    field,
    html`<input class="text" type="time" value="${field.value ?? ''}"${textAttributes(field)}>`,
  );
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

export interface SelectField extends Field {
  readonly options: readonly Option[];
  /** The chosen one. */
  readonly value?: string;
}

/** One of many, from a list. */
export function select(field: SelectField): Html {
  const options = field.options.map(
    ({ value, label }) =>
      html`<option value="${value}"${value === (field.value ?? '') && html` selected`}>${label}</option>`,
  );
  const { name, isRequired } = field;
  const attributes = html` id="${name}" name="${name}"${isRequired && html` required`}${described(field)}`;
  return labelled(field, html`<select${attributes}>${options}</select>`);
}

export interface CheckField extends Field {
  readonly options: readonly Option[];
  /** Those that are ticked. */
  readonly values?: readonly string[];
}

/** Any number of a few. */
export function checkGroup(field: CheckField): Html {
  const { name, options, values = [] } = field;
  const boxes = options.map(({ value, label }, index) => {
    const id = index === 0 ? name : `${name}-${index}`;
    const checked = values.includes(value) && html` checked`;
    return html`<div class="check"><input type="checkbox" id="${id}" name="${name}" value="${value}"${checked}><label for="${id}">${label}</label></div>`;
  });
  return html`<fieldset class="field"${described(field)}><legend>${labelOf(field)}</legend>
<div class="checks">${boxes}</div>
${remarks(field)}</fieldset>
`;
}

/** One of a few, each in words of its own. */
export function optionGroup(field: SelectField): Html {
  const { name, options, value = '' } = field;
  const boxes = options.map((option, index) => {
    const id = index === 0 ? name : `${name}-${index}`;
    const checked = option.value === value && html` checked`;
    return html`<div class="check"><input type="radio" id="${id}" name="${name}" value="${option.value}"${checked}><label for="${id}">${option.label}</label></div>`;
  });
  return html`<fieldset class="field"${described(field)}><legend>${labelOf(field)}</legend>
<div class="checks">${boxes}</div>
${remarks(field)}</fieldset>
`;
}

/** One of a few short choices, side by side. */
export function choiceGroup(field: ChoiceField): Html {
  const { name, choices, ends, isRequired } = field;
  const boxes = choices.map((choice) => choiceBox(choice, field));
  const [low, high] = ['low', 'high'].map((end, index) => endLabel(end, name, ends?.[index]));
  // Where the choices stand in two rows, the meaning of the first one stands between them.
  const first = choices.length > widestRow ? firstRow : choices.length;
  return html`<fieldset class="field" role="radiogroup"${isRequired && html` aria-required="true"`}${described(field)}><legend>${labelOf(field)}</legend>
<div class="choices${ends && ` of-${choices.length}`}">${boxes.slice(0, first)}${low}${boxes.slice(first)}${high}</div>
${remarks(field)}</fieldset>
`;
}

/** Choices that stand in one row on a phone, and in the first one of two. */
const widestRow = 7;
const firstRow = 6;

function choiceBox(choice: string | number, { name, value }: ChoiceField): Html {
  const id = `${name}-${choice}`;
  const checked = String(choice) === value && html` checked`;
  return html`<div class="choice"><input type="radio" id="${id}" name="${name}" value="${choice}"${checked}><label for="${id}">${choice}</label></div>`;
}

function endLabel(end: string, name: string, text: string | undefined): Html | undefined {
  return text === undefined ? undefined : html`<span class="end ${end}" id="${name}-${end}">${text}</span>`;
}

export function hiddenInput(name: string, value: string | number): Html {
  return html`<input type="hidden" name="${name}" value="${value}">\n`;
}

/** A field out of sight of people: what comes with it filled in was sent by a program. */
export function honeypot(name: string, label: string): Html {
  return html`<div class="honeypot" aria-hidden="true"><label>${label} <input name="${name}" tabindex="-1" autocomplete="off"></label></div>\n`;
}

/** Where a link to the field leads: to the part of it that takes the focus. */
export function addressOf(field: Field | ChoiceField): string {
  return 'choices' in field && field.choices.length > 0
    ? `#${field.name}-${field.choices[0]}`
    : `#${field.name}`;
}

function labelled(field: Control, control: Html): Html {
  return html`<div class="field"><label for="${field.name}">${labelOf(field)}</label>
${control}
${remarks(field)}</div>
`;
}

function labelOf({ label, note }: Field): Html {
  return html`${label}${note !== undefined && html` <span class="note">(${note})</span>`}`;
}

function textAttributes(field: TextField): Html {
  const { name, maximum, isRequired } = field;
  return html` id="${name}" name="${name}"${maximum !== undefined && html` maxlength="${maximum}"`}${isRequired && html` required`}${described(field)}`;
}

/** Any field, with what decides what it shows. */
type Control = Field & {
  readonly value?: string | undefined;
  readonly values?: readonly string[] | undefined;
  readonly options?: readonly Option[] | undefined;
};

function described(field: Control | ChoiceField): Html {
  const { name, hint, violation } = field;
  const hasEnds = 'ends' in field && field.ends !== undefined;
  const ids = [
    hasEnds && `${name}-low ${name}-high`,
    hint !== undefined && `${name}-hint`,
    violation !== undefined && `${name}-violation`,
    sayStored(field) !== undefined && `${name}-stored`,
  ];
  const known = ids.filter((id) => id !== false);
  return html`${known.length > 0 && html` aria-describedby="${known.join(' ')}"`}${violation !== undefined && html` aria-invalid="true"`}`;
}

function remarks(field: Control): Html {
  const { name, hint, violation } = field;
  const stored = sayStored(field);
  return html`${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}${
    violation !== undefined && html`<p class="violation" id="${name}-violation">${violation}</p>`
  }${stored !== undefined && html`<p class="stored" id="${name}-stored">${stored}</p>`}`;
}

/** What is stored in place of what stands in a field; undefined where that is the same. */
function sayStored({ stored, options, value = '', values }: Control): string | undefined {
  if (stored === undefined) return undefined;
  const option = (each: string) => options?.find((offered) => offered.value === each);
  // A box that is not there can be neither ticked nor left.
  const now = values === undefined ? stored.values : stored.values.filter(option);
  const [there, here] = [now, values ?? [value]].map((all) => all.map(written).sort());
  if (String(there) === String(here)) return undefined;
  return stored.say(now.map((each) => option(each)?.label ?? each).filter(Boolean));
}

/** Line ends and the space around it make no other value. */
const written = (value: string) => value.replaceAll('\r\n', '\n').trim();
