/** The routes of the fields domain: which fields customers have in this deployment. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { eventId } from '../../../shared/events/event.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import {
  CustomersSchema,
  FieldDefinition,
  FieldPage,
  FieldPatch,
  fieldNameSchema,
  maximumFields,
  NewField,
} from './fields.schema.ts';

const oneField = z.strictObject({ name: fieldNameSchema });

export const fieldsContract = contract(
  'fields',
  'Fields of customers that are defined for this deployment.',
  {
    createField: {
      method: 'POST',
      path: '/customer-fields',
      permission: 'customers.write',
      summary: 'Define a field of customers',
      description: `For managers and administrators. From then on customers take a value of it in \`custom\`. No field is named like what every customer has, no two that are in use have the same label in one language, and none is ever removed: name, type and \`unique\` are for good, and a field that is not needed any more is retired. At most ${maximumFields} of them.`,
      body: NewField,
      replies: { 201: FieldDefinition },
      errors: ['conflict', 'not-allowed-now'],
      example: {
        body: {
          name: 'member_no',
          label: { 'zh-CN': '会员号', en: 'Member number' },
          type: 'text',
          unique: true,
          searchable: true,
        },
      },
    },
    listFields: {
      method: 'GET',
      path: '/customer-fields',
      permission: 'customers.read',
      summary: 'List the fields that are defined, by name, retired ones among them',
      query: pageQuery,
      replies: { 200: FieldPage },
      errors: [],
    },
    getField: {
      method: 'GET',
      path: '/customer-fields/{name}',
      permission: 'customers.read',
      summary: 'Read how a field is defined',
      params: oneField,
      replies: { 200: FieldDefinition },
      errors: ['not-found'],
    },
    patchField: {
      method: 'PATCH',
      path: '/customer-fields/{name}',
      permission: 'customers.write',
      summary: 'Change how a field is defined',
      description:
        'For managers and administrators. Holds within seconds for what is written from then on; what is kept stays as it is. No option is taken out, because customers may have it: it is retired.',
      params: oneField,
      body: FieldPatch,
      ifMatch: true,
      replies: { 200: FieldDefinition },
      errors: ['not-found', 'conflict'],
      example: { body: { label: { 'zh-CN': '会员编号', en: 'Member number' } } },
    },
    retireField: {
      method: 'POST',
      path: '/customer-fields/{name}/retire',
      permission: 'customers.write',
      summary: 'Retire a field',
      description:
        'For managers and administrators. Nothing is lost: values stay and are shown, and nobody sets any. A field that is retired already stays so.',
      params: oneField,
      replies: { 200: FieldDefinition },
      errors: ['not-found'],
    },
    reinstateField: {
      method: 'POST',
      path: '/customer-fields/{name}/reinstate',
      permission: 'customers.write',
      summary: 'Bring a retired field back',
      description: 'For managers and administrators. One that is not retired stays as it is.',
      params: oneField,
      replies: { 200: FieldDefinition },
      errors: ['not-found', 'conflict'],
    },
    restoreField: {
      method: 'POST',
      path: '/customer-fields/{name}/changes/{eventId}/restore',
      permission: 'customers.write',
      summary: 'Give the definition of a field back what it was before a change',
      description:
        'For managers and administrators. The change is a `field.changed` of the trail, named by its id, and goes through the checks of PATCH. Where the same has changed again since, nothing is restored: `changedSince` says what, and `newer` names the change.',
      params: oneField.extend({ eventId: eventId.schema }),
      replies: { 200: FieldDefinition },
      errors: ['not-found', 'conflict', 'not-allowed-now'],
    },
    describeCustomers: {
      method: 'GET',
      path: '/customers/schema',
      permission: 'customers.read',
      summary: 'Read a JSON Schema of what this deployment takes as `custom` of a customer',
      description:
        'Made from the definitions: the fields that the caller may set, for people and for companies. Beside the OpenAPI document, which is the same in every deployment.',
      replies: { 200: CustomersSchema },
      errors: [],
    },
  },
);
