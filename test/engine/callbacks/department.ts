/** People and customers written straight into the table, for engine tests: also what the API would refuse. */

import { customerItem } from '../../../functions/customers/customers/customers.items.ts';
import {
  customerId as customerKind,
  NewCustomer,
} from '../../../functions/customers/customers/customers.schema.ts';
import { staffItem } from '../../../functions/people/staff/staff.items.ts';
import { type Staff, StaffEntry } from '../../../functions/people/staff/staff.schema.ts';
import type { Answers } from '../../../functions/surveys/questions/questions.schema.ts';
import { responseItem } from '../../../functions/surveys/responses/responses.items.ts';
import type { Score } from '../../../functions/surveys/responses/responses.schema.ts';
import { groupOf, personScope, principalOf } from '../../../shared/identity/principal.ts';
import type { Table } from '../../../shared/table/table.ts';
import { put } from '../../../shared/table/write.ts';
import { idKind, newId } from '../../../shared/values/ids.ts';
import { at } from '../../support/callback-samples.ts';

export const origin = {
  actor: { kind: 'person' as const, id: 'li.na' },
  correlationId: 'request',
  hops: 0,
  at,
};

export const manager = principalOf({
  claims: { sub: 'li.na', scope: personScope, groups: groupOf('manager') },
});

/** A member of staff; answers their id. */
export async function aMember(table: Table, fields: Partial<Staff> = {}): Promise<string> {
  const id = `staff-${crypto.randomUUID().slice(0, 8)}`;
  const entry = StaffEntry.parse({ name: '王芳', email: `${id}@rapport.example` });
  const member = { ...entry, id, version: 1, absences: [], createdAt: at, updatedAt: at, ...fields };
  await table.commit([put(staffItem, member)]);
  return id;
}

/** A customer of this owner; answers their id. */
export async function aCustomer(
  table: Table,
  owner: string | null,
  reached: object = { phone: '+8613800138000' },
): Promise<string> {
  const id = newId(customerKind);
  const entry = NewCustomer.parse({ name: '李雷', owner, ...reached });
  await table.commit([put(customerItem, { ...entry, id, version: 1, createdAt: at, updatedAt: at })]);
  return id;
}

/** An answer of a customer, as the event tells of it. */
export async function anAnswer(
  table: Table,
  customerId: string,
  scores: readonly Score[],
  changes: { readonly surveyId?: string; readonly answeredAt?: string; readonly answers?: Answers } = {},
) {
  const { surveyId = newId(idKind('survey')), answeredAt = at, answers = {} } = changes;
  const [first] = scores;
  const ids = { id: newId(idKind('response')), surveyId, surveyVersion: 1, customerId, answeredAt };
  const response = {
    ...ids,
    invitationId: newId(idKind('invitation')),
    campaignId: newId(idKind('campaign')),
    language: 'zh-CN' as const,
    score: first?.value,
    scale: first?.scale,
    answers: { ...Object.fromEntries(scores.map((each) => [each.questionId, each.value])), ...answers },
    scores: [...scores],
  };
  await table.commit([put(responseItem, response)]);
  return { responseId: ids.id, surveyId, customerId, at: answeredAt };
}
