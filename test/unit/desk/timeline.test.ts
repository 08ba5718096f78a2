/** The timeline in words: whatever can stand in it reads as a sentence, in both languages. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Callback } from '../../../functions/callbacks/callbacks/callbacks.schema.ts';
import { defaultCallSettings } from '../../../functions/callbacks/calling/index.ts';
import { Consent, sourceSchema } from '../../../functions/contact/consents/consents.schema.ts';
import {
  Customer,
  Interaction,
  type TimelineEntry,
} from '../../../functions/customers/customers/customers.schema.ts';
import type { FieldDefinition } from '../../../functions/customers/fields/fields.schema.ts';
import { type Known, tellEntry } from '../../../functions/desk/timeline-desk/operations/tell-entry.ts';
import { texts } from '../../../functions/desk/timeline-desk/timeline-desk.texts.ts';
import type { EventDeclaration } from '../../../shared/events/event.ts';
import { html } from '../../../shared/pages/html.ts';
import { languages } from '../../../shared/values/language.ts';

const idOf = (kind: string) => `${kind}_01jd3x5y9hf1bvt6w0k2m4n8pq`;
const [customerId, otherId, mergedId] = [
  idOf('customer'),
  'customer_01jd3x5y9hf1bvt6w0k2m4n8pr',
  'customer_01jd3x5y9hf1bvt6w0k2m4n8ps',
];
const at = '2026-11-21T10:00:00.000Z';

/** Events about a customer that are kept elsewhere than in the timeline. */
const keptElsewhere: Readonly<Record<string, string>> = {
  'attachment.handed-out': 'beside the file, for the trail of who has seen what',
  'consent-request.sent': 'with the link by which it is answered',
  'customer.reindexing': 'on its way between functions only',
  'comment.read': 'beside the text, which the answer in the timeline holds',
  'comment.changed': 'beside the text',
  'list.joined': 'with the place in the list; that of the segment stands in the timeline',
};

const isEvent = (value: unknown): value is EventDeclaration =>
  typeof value === 'object' && value !== null && 'type' in value && 'data' in value;

/** Types of all declared events that are about a customer. */
async function declaredTypes(): Promise<readonly string[]> {
  const root = path.join(import.meta.dirname, '../../../functions');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.events.ts'),
  );
  const modules = await Promise.all(files.map((file) => import(path.join(root, file)) as Promise<object>));
  return modules
    .flatMap((module) => Object.values(module).filter(isEvent))
    .filter(({ data }) => 'customerId' in data.shape || 'recipient' in data.shape)
    .map(({ type }) => type)
    .filter((type) => !Object.hasOwn(keptElsewhere, type) && !type.endsWith('.overdue'));
}

/** Every field of a customer, before and after. */
const customerBefore: Required<Omit<Customer, 'id' | 'version' | 'createdAt' | 'updatedAt' | 'mergedFrom'>> =
  {
    kind: 'person',
    name: 'Wang Fang',
    givenName: 'Fang',
    familyName: 'Wang',
    company: 'Yuanyang',
    email: 'old@example.com',
    otherEmails: [{ email: 'x@example.com', label: 'work', invalid: { reason: 'bounce', since: at } }],
    phone: '+8613812345678',
    otherPhones: [{ phone: '+8613812345679' }],
    externalIds: [{ source: 'erp', id: 'C-1' }],
    gender: 'female',
    birthday: '1990-12-30',
    lunarBirthday: { month: 8, day: 15, leapMonth: true },
    language: 'en',
    timeZone: 'Europe/London',
    address: { street: 'Road 1', city: 'London', country: 'GB' },
    otherAddresses: [{ street: 'Road 2', label: 'home' }],
    preferences: { channel: 'chat', time: 'evenings', interests: ['tea'], note: 'Kind' },
    source: 'Fair',
    stage: 'high-value',
    custom: { level: 'A', since: '2026-01-02', club: true, hobbies: ['golf', 'tea'] },
    tags: ['vip'],
    owner: 'li.na',
    emailInvalid: { reason: 'bounce', since: at },
    phoneInvalid: { reason: 'withheld', since: at },
  };

const contact: Required<Omit<Interaction, 'id' | 'version' | 'customerId'>> = {
  at,
  by: 'li.na',
  channel: 'chat',
  direction: 'inbound',
  service: 'wechat',
  subject: 'Asked for an offer',
  text: 'Soon',
  attachments: [
    {
      id: idOf('attachment'),
      name: 'Offer.pdf',
      type: 'application/pdf',
      bytes: 48_213,
      addedAt: at,
      addedBy: 'li.na',
    },
  ],
};

const due = { instant: at, wallTime: '2026-11-21T18:00', timeZone: 'Asia/Shanghai' };
const assigned = { rule: 'By turns', by: 'round-robin', skipped: [], foundNobody: [] };
const lowScore = {
  kind: 'low-score',
  surveyId: idOf('survey'),
  responseId: idOf('response'),
  score: 3,
  scale: 'nps',
};

/** Every field of a callback that a change may hold. */
const call: Required<Omit<Callback, 'id' | 'version' | 'customerId'>> = {
  customerName: 'Wang Fang',
  reason: lowScore as Callback['reason'],
  note: 'Be kind',
  owner: 'li.na',
  team: idOf('team'),
  teamNamed: true,
  assigned: assigned as never,
  ownerAway: { from: '2026-11-20', until: '2026-11-25', deputy: 'david.brown' },
  priority: 'high',
  status: 'completed',
  due,
  scheduleVersion: 2,
  ownerVersion: 2,
  wantedHours: { from: '18:00', to: '20:00' },
  claim: { by: 'li.na', until: at },
  startedAt: at,
  remindAt: at,
  escalateAt: at,
  released: { from: 'li.na', why: 'She is ill', at },
  attempts: [{ at, by: 'li.na', outcome: 'no-answer', note: 'Nobody there' }],
  outcome: 'no-answer',
  cancelCode: 'customer-deleted',
  cancelledBecause: 'Not needed',
  mayCorrect: true,
  script: { surveyId: idOf('survey') },
  responseId: idOf('response'),
  scoredAgain: { score: 8, at },
  closedAt: at,
  closedBy: { kind: 'person', id: 'li.na' },
  createdAt: at,
  erased: true,
};

const subject = { customerId, version: 3 };
const ofCall = {
  ...subject,
  callbackId: idOf('callback'),
  scheduleVersion: 2,
  ownerVersion: 2,
  changed: ['due'],
};
const suppressed = {
  recipient: { kind: 'customer', id: customerId },
  channel: 'email',
  messageId: idOf('message'),
};

type Sample = Pick<TimelineEntry, 'data'> & Partial<Pick<TimelineEntry, 'changes' | 'cause'>>;

const changedTo = (before: object, after: object) => ({ before: { ...before }, after: { ...after } });
const change = (data: object, before: object, after: object, cause?: string): Sample => ({
  data: { ...data },
  changes: changedTo(before, after),
  ...(cause === undefined ? {} : { cause }),
});

/** What each kind of entry can hold. A declared event that has none fails below. */
const samples: Readonly<Record<string, readonly Sample[]>> = {
  'interaction.recorded': [{ data: contact }],
  'interaction.changed': [
    change({ customerId, interactionId: idOf('interaction'), changed: [] }, {}, contact),
    change({ customerId, interactionId: idOf('interaction'), changed: [] }, contact, {}),
  ],
  'interaction.deleted': [change({ customerId, interactionId: idOf('interaction') }, contact, {})],
  'segment.entered': [
    { data: { customerId, segmentId: idOf('segment'), rule: 1, clause: '/and/0', because: 'change' } },
  ],
  'segment.left': [{ data: { customerId, segmentId: idOf('segment'), rule: 1, because: 'time' } }],
  'customer.created': [
    { data: { ...subject, sources: ['erp'] }, cause: idOf('import') },
    { data: subject, cause: idOf('event') },
  ],
  'customer.changed': [
    change(subject, {}, customerBefore),
    change({ ...subject, from: 'erp', leftAlone: ['email', 'address'] }, customerBefore, {}),
    change(
      { ...subject, handoverId: idOf('handover') },
      { owner: 'li.na' },
      { owner: null },
      idOf('handover'),
    ),
    change({ ...subject, from: 'file' }, { stage: 'new' }, { stage: 'at-risk' }, idOf('import')),
    change(subject, { stage: 'new' }, { stage: 'at-risk' }, idOf('correction')),
    change(subject, {}, { mergedFrom: [mergedId] }),
    change(subject, { mergedFrom: [otherId], name: 'A' }, { name: '(too long to keep)' }),
  ],
  'customer.restored': [change(subject, { deletedAt: at, forgetAt: 1 }, {})],
  'customer.deleted': [change(subject, {}, { deletedAt: at, forgetAt: 1 })],
  'customer.merged': [
    change(
      { ...subject, into: otherId },
      {},
      {
        merge: { into: otherId, version: 2, at, by: 'li.na', before: {}, after: {}, tags: [], addresses: [] },
      },
    ),
    change({ ...subject, customerId: mergedId, into: customerId }, {}, { merge: { at } }),
  ],
  'customer.unmerged': [
    change({ ...subject, from: otherId }, { merge: { into: otherId, at } }, {}),
    change({ ...subject, customerId: mergedId, from: customerId }, { merge: { at } }, {}),
  ],
  ...Object.fromEntries(
    [
      'opened',
      'changed',
      'queued',
      'due',
      'reminded',
      'escalated',
      'claimed',
      'released',
      'rescheduled',
      'completed',
      'corrected',
      'cancelled',
    ].map((done) => [
      `callback.${done}`,
      [
        change(
          {
            ...ofCall,
            team: idOf('team'),
            by: 'li.na',
            holder: 'li.na',
            outcome: 'busy',
            attempts: 1,
            reason: 'manual',
            owner: null,
          },
          {},
          { ...call, due: at },
        ),
        change(ofCall, call, {
          reason: { kind: 'manual', why: 'Asked for it' },
          owner: null,
          due,
          assigned: { ...assigned, rule: null, by: null },
        }),
        change(
          { ...ofCall, handoverId: idOf('handover') },
          { owner: 'li.na' },
          { owner: 'gone' },
          idOf('handover'),
        ),
      ],
    ]),
  ),
  ...Object.fromEntries(
    ['granted', 'withdrawn'].map((status) => [
      `consent.${status}`,
      sourceSchema.options.map((source) =>
        change(
          { customerId, purpose: 'surveys', channel: 'sms', source },
          { surveysBySms: 'granted' },
          {
            surveysBySms: status,
            note: 'She said so',
            evidence: 'A letter',
            legalBasis: 'legitimate-interest',
            wording: 2,
            since: at,
          },
        ),
      ),
    ]),
  ),
  ...Object.fromEntries(
    ['created', 'changed', 'removed'].map((done) => [
      `relation.${done}`,
      [
        change(
          { customerId, otherId, relation: 'contact-of', changed: ['role'] },
          { primary: true },
          { role: 'Buyer' },
        ),
        change({ customerId, otherId: idOf('customer').replace(/q$/, 'z'), relation: 'other' }, {}, {}),
      ],
    ]),
  ),
  'finding.decided': [
    change(
      { customerId, code: 'email-typo', field: '/otherEmails/0/email', accepted: true },
      {},
      { accepted: [{ code: 'email-typo', at }] },
    ),
    change({ customerId, code: 'place-unknown', field: '/address/city', accepted: false }, {}, {}),
  ],
  'duplicate.dismissed': [change({ customerId, otherId }, { status: 'open' }, { status: 'dismissed' })],
  'duplicate.reopened': [change({ customerId, otherId }, { status: 'dismissed' }, { status: 'open' })],
  'address.suppressed': ['bounce', 'withheld', 'complaint', 'opt-out'].map((reason) =>
    change({ ...suppressed, reason }, {}, { email: 'suppressed', purposes: ['marketing'] }),
  ),
  'address.released': [
    change({ ...suppressed, reason: 'bounce' }, { sms: 'suppressed' }, { sms: 'released', note: 'It works' }),
  ],
  'export.requested': [change({ customerId, exportId: idOf('export') }, {}, {})],
  'export.downloaded': [change({ customerId, exportId: idOf('export') }, {}, {})],
  'erasure.requested': [change({ customerId, erasureId: idOf('erasure') }, {}, {})],
  'customer.erased': [change({ customerId }, {}, {})],
  ...Object.fromEntries(
    [
      ...['recorded', 'changed', 'placed', 'paid', 'shipped', 'delivered', 'cancelled', 'refunded'],
      'deleted',
    ].map((done) => [
      `order.${done}`,
      [
        change(
          { ...subject, orderId: idOf('order'), status: 'partly-refunded', changed: ['placedAt'] },
          {},
          { source: 'shop', externalId: '1', customerId, placedAt: at, refunds: [], channel: 'web' },
        ),
      ],
    ]),
  ),
  'loop.opened': [{ data: { customerId, loopId: idOf('loop'), rule: 'VIPs' } }],
  'loop.closed': ['answered-again', 'not-answered', 'call-cancelled', 'customer-erased'].flatMap((because) =>
    [undefined, 0, 2, -1].map((by) =>
      change(
        { customerId, loopId: idOf('loop'), because, change: by },
        { status: 'waiting' },
        { status: 'closed' },
      ),
    ),
  ),
  'text.received': [change({ customerId }, {}, { text: 'Thank you' })],
  'response.recorded': [
    {
      data: {
        ...{
          responseId: idOf('response'),
          surveyId: idOf('survey'),
          surveyVersion: 1,
          campaignId: idOf('campaign'),
        },
        ...{
          customerId,
          id: idOf('response'),
          answeredAt: at,
          score: 3,
          band: 'detractor',
          scores: { nps: 3 },
        },
        ...{
          low: true,
          comment: 'Too slow',
          commentedOn: 'why',
          invitationId: idOf('invitation'),
          runId: idOf('run'),
        },
      },
    },
    { data: { customerId, score: 2, scale: 'csat', low: { answer: 2 } } },
  ],
};

const level = (name: string, more: Partial<FieldDefinition> = {}) =>
  ({
    name,
    type: 'text',
    label: { en: `The ${name} of them`, 'zh-CN': '一个字段' },
    ...more,
  }) as FieldDefinition;

const known: Known = {
  customerId,
  outcomes: defaultCallSettings.outcomes,
  names: new Map([['li.na', 'Li Na']]),
  teams: new Map([[idOf('team'), 'Service']]),
  others: new Map([
    [otherId, { name: 'Chen & Co' }],
    [mergedId, { name: 'Old record', isOwn: true as const }],
  ]),
  causes: new Map([
    [idOf('import'), { name: 'fair.csv' }],
    [idOf('handover'), { by: 'li.na', reason: 'Li Na leaves' }],
  ]),
  definitions: [
    level('level', { type: 'choice', options: [{ value: 'A', label: { en: 'Gold', 'zh-CN': '黄金' } }] }),
    level('since', { type: 'date' }),
    level('club', { type: 'boolean' }),
    level('hobbies', { type: 'choices' }),
  ],
};

const actors = [
  { kind: 'person', id: 'li.na' },
  { kind: 'person', id: 'b3a1c2d4-0000-4000-8000-000000000000' },
  { kind: 'machine', id: 'PeopleMachine63022AA7' },
  { kind: 'customer', id: customerId },
  { kind: 'system', id: 'handovers-moving' },
];

/** All that a reader sees of an entry. */
function saidOf(
  type: string,
  sample: Sample,
  actor: TimelineEntry['actor'],
  language: (typeof languages)[number],
): string {
  const reader = { language, timeZone: 'Asia/Shanghai' };
  const { heading, by, said, lines } = tellEntry(
    { id: idOf('event'), at, type, actor, ...sample },
    known,
    reader,
  );
  const page = String(html`${heading}
${by}
${said.join('\n')}
${lines.map(
  (line) => html`${line}
`,
)}`);
  return page.replace(/href="[^"]*"/g, 'href');
}

const leftovers =
  /\[object|undefined|\bnull\b|NaN|\btrue\b|\bfalse\b|\d{4}-\d\d-\d\d|_01[a-z0-9]{10}|Machine|handovers-|b3a1c2d4|\b[a-z]+[A-Z]\w*|too long to keep|li\.na|dismissed|withdrawn|suppressed/;
/** Words of schemas that must not stand in Chinese sentences. */
const english =
  /\b(?:manual|low-score|completed|claim|owner|due|primary|role|attachments?|merge|detractor|granted|status|high|open|email|bounce)\b/;

describe('every entry of the timeline', () => {
  it('has words, whatever the domains declare', async () => {
    const types = await declaredTypes();
    expect(types.length).toBeGreaterThan(25);
    expect(types.filter((type) => !Object.hasOwn(samples, type))).toEqual([]);
    for (const language of languages)
      expect(Object.keys(samples).filter((type) => !Object.hasOwn(texts[language].types, type))).toEqual([]);
  });

  it('reads as a sentence in both languages, without a leftover of programs', () => {
    for (const [type, each] of Object.entries(samples))
      for (const sample of each)
        for (const actor of actors)
          for (const language of languages) {
            const page = saidOf(type, sample, actor, language);
            expect(page, type).not.toMatch(leftovers);
            if (language === 'zh-CN') expect(page.replace(/“[^”]*”/g, ''), type).not.toMatch(english);
          }
  });

  it('has a sample for every field that a change can hold', () => {
    const without = (names: readonly string[], keys: object) =>
      names.filter((name) => !Object.hasOwn(keys, name));
    const own = ['id', 'version', 'createdAt', 'updatedAt', 'customerId', 'mergedFrom'];
    expect(
      without(Object.keys(Customer.shape), customerBefore).filter((name) => !own.includes(name)),
    ).toEqual([]);
    expect(without(Object.keys(Interaction.shape), contact).filter((name) => !own.includes(name))).toEqual(
      [],
    );
    expect(without(Object.keys(Callback.shape), call).filter((name) => !own.includes(name))).toEqual([]);
    expect(Object.keys(Consent.shape).sort()).toEqual([
      'actor',
      'channel',
      'customerId',
      'evidence',
      'legalBasis',
      'note',
      'purpose',
      'since',
      'source',
      'status',
      'version',
      'wording',
    ]);
  });

  it('names whom it is about, of what it was part, and machines as what they are', () => {
    const say = (type: string, index: number, actor = 0) =>
      saidOf(type, samples[type]?.[index] as Sample, actors[actor] as never, 'en');
    expect(say('customer.changed', 5)).toContain(
      'Another record was merged into this one\nby Li Na\n\nOld record',
    );
    expect(say('customer.changed', 6)).toContain('Merge taken back\nby Li Na\n\n<a href>Chen &amp; Co</a>');
    expect(say('customer.merged', 0)).toContain(
      'Merged into another record\nby Li Na\n\n<a href>Chen &amp; Co</a>',
    );
    expect(say('customer.unmerged', 0)).toContain('<a href>Chen &amp; Co</a>');
    expect(say('relation.created', 0)).toContain(
      'works for\nby Li Na\n\n<a href>Chen &amp; Co</a>\nFirst contact: yes → no\nAs: nothing → Buyer',
    );
    expect(say('customer.changed', 2, 4)).toContain(
      'by Li Na\n\nBy a hand-over: Li Na leaves\nLooked after by: Li Na → nobody',
    );
    expect(say('customer.changed', 3)).toContain(
      'By the import of the file “fair.csv”.\nStage: new → at risk',
    );
    expect(say('customer.created', 0, 2)).toContain('by another system');
    expect(say('customer.changed', 1, 2)).toContain('by another system (erp)');
    expect(say('callback.opened', 0)).toContain('Recommendation: 3 of 10');
    expect(say('interaction.recorded', 0)).toContain('Contact · Chat · WeChat · from the customer');
    expect(say('interaction.changed', 0)).toContain('File attached: Offer.pdf');
  });

  it('says of calls that they are not wanted, and of messages that those are not', () => {
    const entry = { id: idOf('event'), at, type: 'consent.withdrawn', actor: actors[0] as never };
    const said = (channel: string) => {
      const data = { customerId, purpose: 'surveys', channel, source: 'phone' };
      return tellEntry({ ...entry, data }, known, { language: 'zh-CN', timeZone: 'Asia/Shanghai' }).heading;
    };
    expect(said('phone')).toBe('不愿接听电话 · 问卷调查');
    expect(said('sms')).toBe('不愿接收消息 · 问卷调查（短信）');
  });

  it('names what came of a call as the department does', () => {
    const label = { 'zh-CN': '已留言', en: 'left a message' };
    const mailbox = { code: 'mailbox', label, reached: false, next: { kind: 'close' as const } };
    const data = { callbackId: idOf('callback'), customerId, outcome: 'mailbox' };
    const entry = { id: idOf('event'), at, type: 'callback.completed', actor: actors[0] as never, data };
    const told = (outcomes: Known['outcomes']) =>
      tellEntry(entry, { ...known, outcomes }, { language: 'zh-CN', timeZone: 'Asia/Shanghai' }).lines;
    expect(told([mailbox])).toContain('结果：已留言');
    expect(told([])).toContain('结果：mailbox');
  });
});
