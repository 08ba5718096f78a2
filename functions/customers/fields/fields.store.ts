/** Definitions of fields in the one table. */
import { entity } from '../../../shared/events/entity.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import { valuesBefore } from '../../../shared/events/restore.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, replace, type Write } from '../../../shared/table/write.ts';
import type { Page } from '../../../shared/values/page.ts';
import { fieldChanged, fieldCreated, fieldReinstated, fieldRetired } from './fields.events.ts';
import {
  definedFields,
  type FieldRecord,
  fieldCollection,
  fieldCountItem,
  fieldItem,
  fieldRestorable,
} from './fields.items.ts';
import { type FieldDefinition, maximumFields } from './fields.schema.ts';

const fieldEntity = entity({
  item: fieldItem,
  noun: 'field',
  subject: ({ id, version }) => ({ name: id, record: id, version }),
  created: fieldCreated,
  changed: fieldChanged,
  collection: ({ id }) => fieldCollection(id),
});

export type FieldsStore = ReturnType<typeof createFieldsStore>;

export function createFieldsStore(table: Table) {
  const fields = fieldEntity(table);
  return {
    get: async (name: string): Promise<FieldDefinition> => asDefinition(await fields.get(name)),

    async find(name: string): Promise<FieldDefinition | undefined> {
      const found = await fields.find(name);
      return found && asDefinition(found);
    },

    /** By name, strongly consistent. */
    async list(page: PageRequest): Promise<Page<FieldDefinition>> {
      const { items, cursor } = await table.listItems(definedFields, {}, { ...page, consistent: true });
      return { items: items.map(asDefinition), cursor };
    },

    /** All of them by name, strongly consistent: one read unit for each 4 KB. */
    async listAll(): Promise<readonly FieldDefinition[]> {
      return (await this.list({ limit: maximumFields })).items;
    },

    /** What its fields were before a change. Throws what `valuesBefore` of shared/events throws. */
    valuesBefore: (present: FieldDefinition, changeId: string) =>
      valuesBefore(
        {
          ...fieldRestorable,
          ...{ changeId, present, subject: { name: present.name } },
          collection: fieldCollection(present.name),
        },
        table,
      ),

    countDefined: async (): Promise<number> => (await table.find(fieldCountItem, {}))?.version ?? 0,

    /** @param count how many there are without it: no two are created on the same number */
    create: (definition: FieldDefinition, count: number, origin: EventContext): readonly Write[] => [
      ...fields.create(recordOf(definition), origin),
      count === 0
        ? insert(fieldCountItem, { version: 1 }, { onConflict: 'retry' })
        : replace(fieldCountItem, { version: count + 1 }, { ifVersion: count, onConflict: 'retry' }),
    ],

    /** Nothing is written when nothing has changed. */
    change(before: FieldDefinition, after: FieldDefinition, origin: EventContext): readonly Write[] {
      const declaration =
        before.retiredAt === after.retiredAt
          ? fieldChanged
          : after.retiredAt === undefined
            ? fieldReinstated
            : fieldRetired;
      return fields.change(recordOf(before), recordOf(after), origin, { declaration });
    },
  };
}

function recordOf({ name, type, ...definition }: FieldDefinition): FieldRecord {
  return { ...definition, id: name, fieldType: type };
}

function asDefinition({ id, fieldType, ...definition }: FieldRecord): FieldDefinition {
  return { ...definition, name: id, type: fieldType };
}
