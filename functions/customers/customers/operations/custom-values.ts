import { AppError } from '../../../../shared/errors/app-error.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { CustomPatch, CustomValues } from '../../fields/fields.schema.ts';
import { type FieldReader, fieldsSeenBy, uniqueFieldsOf, validateCustom } from '../../fields/index.ts';
import type { Customer, CustomerPatch, NewCustomer } from '../customers.schema.ts';

/** What values of fields that were defined are checked against. */
export interface DefinedFields {
  readonly fields: FieldReader;
}

interface Checked<Value> {
  /** All values of the customer after the change. */
  readonly custom: Value;
  readonly uniqueFields: ReadonlySet<string>;
}

type Context = DefinedFields & { readonly principal: Principal };

/** The values of a new customer. Throws `invalid-request`, also where one is missing that is required. */
export async function customOfNew(
  { kind, custom }: Pick<NewCustomer, 'kind' | 'custom'>,
  context: Context,
): Promise<Checked<CustomValues | undefined>> {
  return checked({ kind, before: undefined, patch: custom }, context);
}

/**
 * The values of a customer after a patch, as a patch takes them: undefined where it says nothing of them, which costs no
 * look at the definitions, and null where none are left. Throws `invalid-request`.
 */
export async function customAfter(
  before: Customer,
  { kind = before.kind, custom }: Pick<CustomerPatch, 'kind' | 'custom'>,
  context: Context,
): Promise<Checked<CustomValues | null | undefined>> {
  if (custom === undefined) return { custom, uniqueFields: new Set() };
  const after = await checked({ kind, before: before.custom ?? {}, patch: custom }, context);
  return { ...after, custom: after.custom ?? null };
}

/** A field may have been defined a moment ago: nobody is refused because of what is known of the definitions since a while. */
async function checked(
  change: {
    readonly kind: Customer['kind'];
    readonly before: CustomValues | undefined;
    readonly patch: CustomPatch | null | undefined;
  },
  { fields, principal }: Context,
): Promise<Checked<CustomValues | undefined>> {
  const sees = fieldsSeenBy(principal);
  const validated = (definitions: Awaited<ReturnType<FieldReader['list']>>) => ({
    ...validateCustom({ ...change, definitions, sees }),
    uniqueFields: uniqueFieldsOf(definitions),
  });
  const first = validated(await fields.list());
  const isFine = first.violations.length === 0;
  const { value, violations, uniqueFields } = isFine ? first : validated(await fields.listNow());
  if (violations.length > 0)
    throw new AppError('invalid-request', 'Not all values are such as the fields of customers take.', {
      violations,
    });
  return { custom: value, uniqueFields };
}
