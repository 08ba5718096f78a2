/** How the definitions of fields lie in the one table. */
import * as z from 'zod';
import type { Restorable } from '../../../shared/events/restore.ts';
import type { RecordTrail } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { definePattern } from '../../../shared/table/pattern.ts';
import { fieldChanged, fieldCreated } from './fields.events.ts';
import { FieldDefinition, FieldPatch } from './fields.schema.ts';

/** All definitions in one partition, so that one consistent query reads them. The name is the id. */
export const fieldItem = defineItem({
  name: 'field',
  v: 1,
  retention: 'setting',
  // What every record calls its type is the kind of item.
  schema: FieldDefinition.omit({ name: true, type: true }).extend({
    id: z.string(),
    fieldType: FieldDefinition.shape.type,
  }),
  key: ['FIELDS', 'F#{id}'],
});
export type FieldRecord = z.infer<(typeof fieldItem)['schema']>;

/** How many definitions there are: none ever goes, and each new one raises the version by one. */
export const fieldCountItem = defineItem({
  name: 'field-count',
  v: 1,
  retention: 'state',
  schema: z.strictObject({ version: z.int().min(1) }),
  key: ['FIELDS', '-'],
});

export const definedFields = definePattern({
  question: 'Which fields of customers are defined? By name.',
  item: fieldItem,
  partition: 'FIELDS',
  prefix: 'F#',
});

/** Where the changes of a definition are kept. */
export function fieldCollection(name: string): string {
  return `FIELD#${name}`;
}

export const fieldTrail: RecordTrail = async (name) => ({
  collection: fieldCollection(name),
  isShared: false,
});

/** What can be taken back of a definition. */
export const fieldRestorable: Restorable = {
  changed: [fieldChanged],
  created: [fieldCreated],
  fields: Object.keys(FieldPatch.shape),
  patch: FieldPatch,
};
