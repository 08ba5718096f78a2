import type { HtmlValue } from '../../../../shared/pages/html.ts';
import type { AuditEntry } from '../../../people/audit/audit.schema.ts';
import { Campaign, CampaignPatch } from '../../../surveys/campaigns/campaigns.schema.ts';
import { type Reader, timeOf } from '../../desk/index.ts';
import { texts } from '../campaigns-desk.texts.ts';
import { type Named, statusOf, triggerOf, whenOf, whomOf } from './say-campaign.ts';

type TimedReader = Reader & { readonly timeZone: string };

interface Known {
  readonly lists: readonly Named[];
  /** In which its times are told; the reader's where no schedule says one. */
  readonly timeZone: string | undefined;
}

/** Who has changed what of a campaign when: a row for each field. */
export function changesOf(
  entries: readonly AuditEntry[],
  known: Known,
  reader: TimedReader,
): readonly (readonly HtmlValue[])[] {
  const words = texts[reader.language];
  return entries.flatMap((entry) => {
    const { type, at, changes } = entry;
    const row = (...cells: readonly string[]) => [timeOf(at, reader), whoDid(entry, reader), ...cells];
    if (type === 'campaign.created') return [row(words.created, '', '')];
    if (type === 'campaign.run-requested') return [row(words.runAskedFor, '', '')];
    const names = fields.filter((name) => name in { ...changes?.before, ...changes?.after });
    const value = (side: 'before' | 'after', name: Field) => said(name, changes?.[side][name], known, reader);
    const rows = names.map((name) => row(nameOf(name, reader), value('before', name), value('after', name)));
    return rows.length > 0 ? rows : [row(words.changedIn, '', '')];
  });
}

/** What of a campaign somebody sets, and what holds it. */
const Changed = CampaignPatch.extend({ holdReason: Campaign.shape.holdReason });
type Field = keyof typeof Changed.shape;
const fields = Changed.keyof().options;

function nameOf(name: Field, { language }: Reader): string {
  const words = texts[language];
  const names: Readonly<Record<Field, string>> = {
    ...{ name: words.name, status: words.status, schedule: words.when, trigger: words.byTrigger },
    ...{ audience: words.audience, channel: words.channel, startsAt: words.startsAt, endsAt: words.endsAt },
    ...{ expiresAfterDays: words.expires, remindAfterDays: words.remind, holdReason: words.holdReason },
  };
  return names[name];
}

/** A value as it was kept; what is none any more, or was too long to be kept, is told as nothing. */
function said(name: Field, kept: unknown, { lists, timeZone }: Known, reader: TimedReader): string {
  const { language } = reader;
  const words = texts[language];
  const value = Changed.safeParse({ [name]: kept }).data;
  if (value === undefined || kept === undefined) return '';
  const { status, schedule, trigger, audience, startsAt, endsAt, holdReason } = value;
  const moment = startsAt ?? endsAt;
  const days = value.expiresAfterDays ?? value.remindAfterDays;
  if (value.name !== undefined) return value.name;
  if (status !== undefined) return statusOf({ status }, reader);
  if (schedule !== undefined) return whenOf({ schedule }, reader);
  if (trigger !== undefined) return triggerOf(trigger, language);
  if (audience !== undefined) return whomOf({ audience }, lists, reader);
  if (value.channel !== undefined) return words.channels[value.channel] ?? value.channel;
  if (holdReason !== undefined) return words.held[holdReason];
  if (moment != null) return timeOf(moment, { language, timeZone: timeZone ?? reader.timeZone });
  return days == null ? '' : words.days(days);
}

function whoDid({ actor }: AuditEntry, { language }: Reader): string {
  const words = texts[language];
  if (actor.kind === 'person') return actor.name ?? words.somebody;
  return actor.kind === 'machine' ? words.anotherSystem : words.itself;
}
