/** An entity with every kind of filter, for the tests of lists. */
import * as z from 'zod';
import { entity } from '../../../shared/events/entity.ts';
import { event, systemContext } from '../../../shared/events/event.ts';
import { creationIndex, creationParts } from '../../../shared/table/change-index.ts';
import { defineItem, type ValueOf } from '../../../shared/table/item.ts';
import { defineList } from '../../../shared/table/list.ts';
import { definePattern, shardOf } from '../../../shared/table/pattern.ts';

export const ticketItem = defineItem({
  name: 'ticket',
  v: 1,
  schema: z.strictObject({
    id: z.string(),
    version: z.int(),
    title: z.string(),
    status: z.string(),
    team: z.string().nullable(),
    urgency: z.string(),
    createdAt: z.string(),
    closedAt: z.string().optional(),
    deletedAt: z.string().optional(),
  }),
  key: ['TICKET#{id}', '-'],
  indexes: { gsi1: ['TEAM#{teamKey}', '{id}'], gsi3: creationIndex('ticket') },
  parts: (ticket) => ({
    ...creationParts(ticket),
    teamKey:
      ticket.deletedAt === undefined ? (ticket.team ?? ['none', String(shardOf(ticket.id))]) : undefined,
  }),
  summary: z.strictObject({
    id: z.string(),
    title: z.string(),
    status: z.string(),
    team: z.string().nullable(),
    urgency: z.string(),
  }),
  tracked: ['team', 'urgency'],
});
export type Ticket = ValueOf<typeof ticketItem>;

const ofTeam = { item: ticketItem, index: 'gsi1', newestFirst: true } as const;
export const ticketsOfTeam = definePattern({ ...ofTeam, question: 'team', partition: 'TEAM#{team}' });
export const ticketsOfNobody = definePattern({ ...ofTeam, question: 'none', partition: 'TEAM#none#{shard}' });

const isThere = (ticket: Ticket) => ticket.deletedAt === undefined;

export const tickets = defineList({
  item: ticketItem,
  keys: { team: { pattern: ticketsOfTeam, none: ticketsOfNobody } },
  rows: {
    status: {
      question: 'tickets with this status, newest first',
      value: (ticket) => (isThere(ticket) && ticket.closedAt === undefined ? ticket.status : undefined),
    },
    outcome: {
      question: 'closed tickets with this outcome, the last closed first',
      value: (ticket) => (isThere(ticket) && ticket.closedAt !== undefined ? ticket.status : undefined),
      month: (ticket) => ticket.closedAt,
    },
  },
  bounded: ['urgency'],
  changes: {
    question: 'tickets changed since',
    deletedAt: (ticket) => ticket.deletedAt,
    tombstone: ['title'],
  },
});

const data = z.object({ ticketId: z.string(), version: z.int(), changed: z.array(z.string()).optional() });

export const ticketEntity = entity({
  item: ticketItem,
  noun: 'ticket',
  subject: ({ id, version }) => ({ ticketId: id, version }),
  created: event('ticket.opened', data),
  createdBy: 'item',
  changed: event('ticket.changed', data),
  isGone: (ticket) => !isThere(ticket),
});

export const ticket = (id: string, extra: Partial<Ticket> = {}): Ticket => ({
  id,
  version: 1,
  title: `Title ${id}`,
  status: 'new',
  team: null,
  urgency: 'low',
  createdAt: '2026-11-21T09:00:00.000Z',
  ...extra,
});

export const contextAt = (at: string) => systemContext('test', 'correlation', at);
