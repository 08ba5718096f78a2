/** Decisions about the pages of the closed loop. */
import type { LoopRule } from '../../callbacks/closed-loop/closed-loop.schema.ts';
import { isScale, isWritten, type Question } from '../../surveys/questions/questions.schema.ts';
import { type DeskForm, numberFrom, valueIn, valuesIn, versionIn } from '../desk/desk.schema.ts';

/**
 * The surveys whose questions rules name: those that a rule is meant for, and of a rule for any survey some that there are.
 */
export function surveysAsking(
  rules: readonly Pick<LoopRule, 'when'>[],
  surveys: readonly { readonly id: string }[],
): readonly string[] {
  const named = rules.flatMap(({ when }) => {
    const names = [when.score?.question, when.choice?.question, when.text?.question];
    if (names.every((name) => name === undefined)) return [];
    return when.surveys ?? surveys.map(({ id }) => id);
  });
  return [...new Set(named)].slice(0, askedAtMost);
}

export const askedAtMost = 20;

/** The surveys whose questions a rule can name: those that it is meant for, and others that there are. */
export function surveysToName(
  rule: Pick<LoopRule, 'when'> | undefined,
  surveys: readonly { readonly id: string }[],
): readonly string[] {
  return [...new Set([...(rule?.when.surveys ?? []), ...surveys.map(({ id }) => id)])].slice(0, askedAtMost);
}

interface Asked {
  readonly id: string;
  readonly questions: readonly Question[];
}

/** What may keep a rule from ever deciding as things are now, though that may change. */
export interface Doubt {
  readonly because: 'shadowed' | 'tag' | 'closed' | 'nowhere';
  /** The rule before it, or the tag. */
  readonly name?: string;
}

/** What is doubtful about a rule that is not paused. */
export function doubtsAbout(
  { name, paused, when }: LoopRule,
  {
    shadowed,
    unusedTags,
    surveys,
    asking,
    isComplete,
  }: {
    readonly shadowed: readonly { readonly rule: string; readonly by: string }[];
    readonly unusedTags: readonly string[];
    readonly surveys: readonly { readonly id: string; readonly status: string }[];
    readonly asking: readonly Asked[];
    /** Whether these are all the surveys that there are, but for archived ones, and all of those with questions. */
    readonly isComplete: boolean;
  },
): readonly Doubt[] {
  if (paused) return [];
  const by = shadowed.find(({ rule }) => rule === name)?.by;
  const isOpen = (id: string) => surveys.some((each) => each.id === id && each.status === 'open');
  const { surveys: meant, tags = [], score, choice, text } = when;
  const named = [score?.question, choice?.question, text?.question].filter((id) => id !== undefined);
  return [
    ...(by === undefined ? [] : [{ because: 'shadowed', name: by } as const]),
    ...tags.filter((tag) => unusedTags.includes(tag)).map((tag) => ({ because: 'tag', name: tag }) as const),
    ...(meant !== undefined && isComplete && !meant.some(isOpen) ? [{ because: 'closed' } as const] : []),
    ...(meant === undefined &&
    named.length > 0 &&
    isComplete &&
    !asking.some(({ questions }) => asksFor(when, questions))
      ? [{ because: 'nowhere' } as const]
      : []),
  ];
}

/** Whether a survey asks whatever a condition names. */
function asksFor({ score, choice, text }: LoopRule['when'], questions: readonly Question[]): boolean {
  const named = (id: string | undefined, isSo: (question: Question) => boolean) =>
    id === undefined || questions.some((question) => question.id === id && isSo(question));
  return (
    named(
      score?.question,
      (question) => isScale(question) && [undefined, question.kind].includes(score?.scale),
    ) &&
    named(text?.question, isWritten) &&
    named(choice?.question, (question) => 'choices' in question)
  );
}

/** So many months are shown unless others are asked for: a call and the next answer take a while. */
const usualMonths = 3;

/** The months to show, the last ones where none are asked for; what is no month is for the route to refuse. */
export function monthsOf(
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  at: string,
): { readonly from: string; readonly to: string } {
  const last = to ?? at.slice(0, 'yyyy-mm'.length);
  return { from: from ?? monthsBefore(last, usualMonths - 1), to: last };
}

function monthsBefore(month: string, count: number): string {
  const date = new Date(`${month}-01T00:00:00.000Z`);
  if (Number.isNaN(date.getTime())) return month;
  date.setUTCMonth(date.getUTCMonth() - count);
  return date.toISOString().slice(0, 'yyyy-mm'.length);
}

/** How long it took from one moment to a later one, as exactly as the figures of the API tell it. */
export function minutesBetween(from: string, to: string): number {
  return Number(Math.max(0, (Date.parse(to) - Date.parse(from)) / 60_000).toFixed(1));
}

/** What is said of something, without what was left empty. */
function said(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== '' && value !== undefined),
  );
}

function orNothing(fields: Readonly<Record<string, unknown>>) {
  const known = said(fields);
  return Object.keys(known).length === 0 ? undefined : known;
}

/** A rule as its form says it; what is no number stays as it was typed, for the route to refuse. */
function ruleFrom(form: DeskForm, paused: boolean | undefined) {
  const typed = (name: string) => valueIn(form, name).trim();
  const number = (name: string) => numberFrom(typed(name));
  const pair = (name: string) => typed(name).split(/=(.*)/);
  const [question = '', choice = ''] = pair('when.choice');
  const [by = '', caller = ''] = pair('do.owner');
  const surveys = valuesIn(form, 'when.surveys');
  const tags = typed('when.tags')
    .split(/[,，、;；\n]/)
    .map((tag) => tag.trim())
    .filter(Boolean);
  const owner = typed('when.owner');
  return {
    name: typed('name'),
    ...(paused && { paused }),
    when: said({
      surveys: surveys.length === 0 ? undefined : surveys,
      score: orNothing({
        ...{ question: typed('when.score.question'), scale: typed('when.score.scale') },
        ...{ band: typed('when.score.band'), from: number('when.score.from'), to: number('when.score.to') },
      }),
      choice: orNothing({ question, choice }),
      text: orNothing({
        question: typed('when.text.question'),
        ...{ topic: typed('when.text.topic'), sentiment: typed('when.text.sentiment') },
      }),
      owner: owner === 'none' ? null : owner,
      tags: tags.length === 0 ? undefined : tags,
      language: typed('when.language'),
    }),
    do: said({
      ...{ withinHours: number('do.withinHours'), priority: typed('do.priority') },
      ...{ [by === 'team' ? 'team' : 'owner']: caller },
      ...{ note: typed('do.note'), askAgain: typed('do.askAgain') },
    }),
  };
}

interface Named {
  readonly name: string;
}

/** What the form of a rule makes of the rules. */
export interface RulesChange {
  readonly rules: readonly Named[];
  /** The rule as it is to be; undefined where it is to be there no more. */
  readonly rule: Named | undefined;
  /** Where it stands among the rules. */
  readonly place: number;
  /** Whether another rule has its name. */
  readonly isTaken: boolean;
  /** Whether the rule that was looked at is there no more, under its name, and nothing is as the form asks. */
  readonly isGone: boolean;
  /** Whether it is a button of its own, without the fields of the form. */
  readonly isTurn: boolean;
}

/** @param version that of the rules as they are: of a form that has read others, nothing is taken for a second rule */
export function changeFrom(
  form: DeskForm,
  { rules, version }: { readonly rules: readonly LoopRule[]; readonly version: number },
): RulesChange {
  const isFresh = versionIn(form) === version;
  const was = valueIn(form, 'was');
  const before = rules.find(({ name }) => name === was);
  const action = valueIn(form, 'action');
  const rule = changedRule(form, before);
  const others: readonly Named[] = rules.filter(
    (each) => each !== before && (isFresh || each.name !== rule?.name),
  );
  const wanted = valueIn(form, 'place');
  const present = before === undefined ? others.length : rules.indexOf(before);
  const isTurn = turns.has(action);
  const isMoved = !isTurn && /^\d+$/.test(wanted);
  const place = Math.min(isMoved ? Number(wanted) : present, others.length);
  return {
    rules: rule === undefined ? others : others.toSpliced(place, 0, rule),
    ...{ rule, place, isTurn, isTaken: others.some(({ name }) => name === rule?.name) },
    isGone:
      was !== '' &&
      before === undefined &&
      action !== 'remove' &&
      !rules.some(({ name }) => name === rule?.name),
  };
}

/** What becomes of a rule by a button of its own. */
const turns = new Map<string, (before: LoopRule) => LoopRule | undefined>([
  ['pause', (before) => ({ ...before, paused: true })],
  ['resume', ({ paused: _, ...before }) => before],
  ['remove', () => undefined],
]);

function changedRule(form: DeskForm, before: LoopRule | undefined): Named | undefined {
  const turn = turns.get(valueIn(form, 'action'));
  if (turn === undefined) return ruleFrom(form, before?.paused);
  return before && turn(before);
}

/** Where a rule is changed; without a name, where one is added. */
export function rulePath(name?: string): string {
  return `/desk/closed-loop/rule${name === undefined ? '' : `?${new URLSearchParams({ name })}`}`;
}

type Violations = readonly { readonly pointer: string; readonly reason: string }[];

/** No field of the form. */
const elsewhere = { pointer: '/body/others' };

/**
 * What the route has against the rules, said against the form of one of them; what it has against another one is told with
 * the name of that.
 */
export function aboutRule(
  errors: Violations,
  { rules, place }: Pick<RulesChange, 'place' | 'rules'>,
  ofOther: (name: string, reason: string) => string,
): Violations {
  return errors.map(({ pointer, reason }) => {
    const [, index, rest = ''] = /^\/body\/rules\/(\d+)(.*)$/.exec(pointer) ?? [];
    if (index === undefined) return { pointer, reason };
    if (Number(index) === place) return { pointer: `/body${rest.replace('/do/team', '/do/owner')}`, reason };
    return { ...elsewhere, reason: ofOther(rules[Number(index)]?.name ?? index, reason) };
  });
}
