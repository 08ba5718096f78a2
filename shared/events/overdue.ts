/** The events by which waiting work becomes due: published by the sweep of the due list, declared by its domain. */
import * as z from 'zod';
import { instantSchema } from '../values/instant.ts';
import { type EventDeclaration, event } from './event.ts';

/** Work of one lane shares a sweep: a backlog of messages keeps no other work waiting. */
export const lanes = ['messages', 'work'] as const;
export type Lane = (typeof lanes)[number];

/** `id` names what waits, `since` is when its time came. */
const Overdue = z.object({ id: z.string(), since: instantSchema });

/** A kind of waiting work, and the event that is published for it when its time has come. */
export interface OverdueEvent<Kind extends string = string>
  extends EventDeclaration<`${Kind}.overdue`, typeof Overdue> {
  readonly lane: Lane;
  readonly kind: Kind;
}

/** Declares a kind of waiting work: `overdueEvent('message', 'messages')` comes up as `message.overdue`. */
export function overdueEvent<const Kind extends string>(kind: Kind, lane: Lane): OverdueEvent<Kind> {
  return { ...event(`${kind}.overdue`, Overdue), lane, kind };
}
