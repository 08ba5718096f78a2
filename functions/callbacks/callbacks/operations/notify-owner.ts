import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change, Write } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import { holdTopic, messageId, requestMessage } from '../../../contact/messaging/index.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import { presentFor, type Staff, type StaffReader } from '../../../people/staff/index.ts';
import type { TeamReader } from '../../../people/teams/index.ts';
import type { CallSettingsReader } from '../../calling/index.ts';
import { type Audience, notificationOf, type Occasion, template } from '../callbacks.mail.ts';
import { isOpen } from '../callbacks.rules.ts';
import type { Callback } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'find'>;
  readonly customers: Pick<CustomerReader, 'findContact'>;
  readonly staff: StaffReader;
  readonly settings: CallSettingsReader;
  /** Whether the mail may say who the customer is and what they said. */
  readonly details: 'full' | 'none';
  readonly origin: EventContext;
}

/** After so long the owner has other callbacks to look at. */
const usefulHours = 24;

/**
 * Notifies the owner of a due callback by mail, once for each promise and owner: the id of the message follows from the
 * callback and these two versions. Whoever stands in for an owner who is away is told in their place; what is nobody's, or
 * an owner's who is not here any more or away without a deputy, is told to the department, so that no promise comes due
 * without a person told.
 */
export async function notifyOwner(
  { callbackId, scheduleVersion }: { callbackId: string; scheduleVersion: number },
  context: Context,
): Promise<Change<Audience | 'stale'>> {
  const callback = await context.callbacks.find(callbackId);
  if (callback?.status !== 'due' || callback.scheduleVersion !== scheduleVersion) {
    return { result: 'stale', writes: [] };
  }
  return tell(callback, 'due', context);
}

/**
 * Notifies who has become the owner of an open callback, once for each handing over, unless they took it themselves:
 * that it is theirs, or, when its time has come, that it is due. What has not been sent to the owner before is not sent
 * any more. Whoever gets a whole hand-over is told of it once. An owner who is away when it is due is told, and their deputy.
 */
export async function notifyNewOwner(
  {
    callbackId,
    ownerVersion = 1,
    handoverId,
    by,
  }: {
    readonly callbackId: string;
    readonly ownerVersion?: number | undefined;
    readonly handoverId?: string | undefined;
    readonly by: string;
  },
  context: Context,
): Promise<Change<Audience | 'stale' | 'nobody-yet' | 'knows'>> {
  const { callbacks, origin } = context;
  const callback = await callbacks.find(callbackId);
  const heldUntil = instantAfter(origin.at, { hours: 2 * usefulHours });
  const held =
    callback === undefined
      ? []
      : [holdTopic(topicOf({ id: callbackId, ownerVersion: ownerVersion - 1 }), origin, heldUntil)];
  if (callback === undefined || !isOpen(callback) || callback.ownerVersion !== ownerVersion) {
    return { result: 'stale', writes: held };
  }
  if (callback.owner === by || handoverId !== undefined) return { result: 'knows', writes: held };
  const occasion = callback.status === 'due' ? 'due' : 'handed-over';
  const { result, writes } = await tell(callback, occasion, context);
  if (occasion === 'handed-over' && result !== 'owner') return { result: 'nobody-yet', writes: held };
  const beside = occasion === 'handed-over' ? await tellDeputy(callback, by, context) : [];
  return { result, writes: [...held, ...writes, ...beside] };
}

/** Whoever stands in on that day for an owner who will be away is told, too, unless they gave it themselves. */
async function tellDeputy(callback: Callback, by: string, context: Context): Promise<readonly Write[]> {
  const { deputy = null } = callback.ownerAway ?? {};
  if (deputy === null || deputy === by || (await context.staff.find(deputy))?.active !== true) return [];
  const told = { audience: 'deputy', id: deputy, cause: deputy } as const;
  return (await tell(callback, 'handed-over', context, told)).writes;
}

/** Notifies one who leads a team that a callback waits in its queue, once for each time that it came there. */
export async function notifyLead(
  { callbackId, team, lead }: { readonly callbackId: string; readonly team: string; readonly lead: string },
  context: Context,
): Promise<Change<Audience | 'stale'>> {
  const callback = await context.callbacks.find(callbackId);
  if (callback === undefined || !isOpen(callback) || callback.team !== team)
    return { result: 'stale', writes: [] };
  return tell(callback, 'queued', context, { audience: 'lead', id: lead, cause: lead });
}

/** Reminds whoever calls, or stands in for them, that the time of a callback comes soon, once for each promise and owner. */
export async function remindOwner(
  { callbackId, scheduleVersion }: { callbackId: string; scheduleVersion: number },
  context: Context,
): Promise<Change<Audience | 'stale'>> {
  const callback = await context.callbacks.find(callbackId);
  const isAhead = callback?.status === 'scheduled' && callback.scheduleVersion === scheduleVersion;
  if (callback === undefined || callback.owner === null || !isAhead) return { result: 'stale', writes: [] };
  return tell(callback, 'reminder', context);
}

/**
 * Notifies those who lead a team of whoever calls that nobody has called, once for each promise; where nobody does, the
 * department.
 */
export async function notifyAnswerable(
  { callbackId, scheduleVersion }: { callbackId: string; scheduleVersion: number },
  context: Context & { readonly teams: Pick<TeamReader, 'teamsOf' | 'findLeads'> },
): Promise<Change<Audience | 'stale'>> {
  const callback = await context.callbacks.find(callbackId);
  if (callback?.status !== 'due' || callback.scheduleVersion !== scheduleVersion)
    return { result: 'stale', writes: [] };
  const { owner, team } = callback;
  const theirs = owner === null ? [team] : await context.teams.teamsOf(owner);
  const found = await Promise.all(
    theirs.map((each) => (each === undefined ? [] : context.teams.findLeads(each))),
  );
  const leads = [...new Set(found.flat())].filter((lead) => lead !== owner);
  const told = leads.map((id) => ({ audience: 'owners-lead', id, cause: id }) as const);
  const everybody = told.length > 0 ? told : [{ audience: 'department', id: null, cause: '' } as const];
  const mails = await Promise.all(everybody.map((each) => tell(callback, 'escalated', context, each)));
  return {
    result: told.length > 0 ? 'owners-lead' : 'department',
    writes: mails.flatMap(({ writes }) => writes),
  };
}

/** Notifies whoever had claimed a callback that somebody else has ended the claim, unless they work here no longer. */
export async function notifyHolder(
  { callbackId, version, holder }: { callbackId: string; version: number; holder: string },
  context: Context,
): Promise<Change<Audience | 'stale'>> {
  const callback = await context.callbacks.find(callbackId);
  const isThere = callback?.released?.from === holder && (await context.staff.find(holder))?.active === true;
  if (callback === undefined || !isThere) return { result: 'stale', writes: [] };
  return tell(callback, 'released', context, { audience: 'holder', id: holder, cause: version });
}

/** Somebody in particular who is told, beside whoever calls. */
interface Told {
  readonly audience: 'lead' | 'holder' | 'deputy' | 'owners-lead' | 'department';
  /** Null = the department. */
  readonly id: string | null;
  /** Tells this time apart from others on the same occasion. */
  readonly cause: string | number;
}

/** @param told who is told in place of whoever calls */
async function tell(
  callback: Callback,
  occasion: Occasion,
  { customers, staff, settings, origin, ...about }: Context,
  told?: Told,
): Promise<{ readonly result: Audience; readonly writes: readonly Write[] }> {
  const [contact, { audience, member }, present] = await Promise.all([
    customers.findContact(callback.customerId),
    told === undefined
      ? findAudience(callback, occasion, staff, origin.at)
      : memberOf(told, staff).then((member) => ({ audience: told.audience, member })),
    settings.get(),
  ]);
  const { id, scheduleVersion, ownerVersion } = callback;
  const toldOf = told === undefined ? [] : [told.cause];
  const isOfPromise = occasion === 'reminder' || occasion === 'escalated';
  const cause =
    occasion === 'due'
      ? [id, scheduleVersion, ownerVersion]
      : [id, occasion, ...(isOfPromise ? [scheduleVersion] : []), ownerVersion, ...toldOf];
  const writes = requestMessage(
    {
      id: derivedId(messageId, callback.due.instant, cause.join('\n')),
      recipient: member?.active ? { kind: 'staff', id: member.id } : { kind: 'department' },
      about: callback.customerId,
      purpose: 'notifications',
      channel: 'email',
      template,
      data: notificationOf(callback, { audience, occasion, contact, settings: present, ...about }),
      // Whoever had claimed it is told also when it has got another owner meanwhile.
      topics: occasion === 'released' ? [] : [topicOf(callback)],
      expiresAt: instantAfter(origin.at, { hours: usefulHours }),
    },
    origin,
  );
  return { result: audience, writes };
}

async function memberOf({ id }: Told, staff: StaffReader): Promise<Staff | undefined> {
  return id === null ? undefined : staff.find(id);
}

/** What is told to one owner; held when there is another. */
function topicOf({ id, ownerVersion }: Pick<Callback, 'id' | 'ownerVersion'>): string {
  return `${id}/${ownerVersion}`;
}

/** Who is told, and as which member of the staff; none is the department. */
async function findAudience(
  { owner }: Callback,
  occasion: Occasion,
  staff: StaffReader,
  at: string,
): Promise<{ readonly audience: Audience; readonly member?: Staff | undefined }> {
  if (owner === null) return { audience: 'team' };
  const member = await staff.find(owner);
  if (!member?.active) return { audience: 'absent-owner' };
  // Whatever else it is about waits until they are back.
  if (occasion !== 'due' && occasion !== 'reminder') return { audience: 'owner', member };
  const present = await presentFor(member, staff, at);
  if (present === undefined) return { audience: 'away-owner' };
  return { audience: present.id === owner ? 'owner' : 'deputy', member: present };
}
