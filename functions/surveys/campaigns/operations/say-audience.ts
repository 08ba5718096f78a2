import { sees } from '../../../../shared/identity/fields.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Language } from '../../../../shared/values/language.ts';
import { type FieldReader, fieldsSeenBy } from '../../../customers/fields/index.ts';
import { asFilter } from '../../../customers/filters/filters.schema.ts';
import { filterText, filterViolations } from '../../../customers/filters/index.ts';
import type { Campaign } from '../campaigns.schema.ts';

interface Context {
  readonly fields: Pick<FieldReader, 'listNow'>;
  readonly principal: Pick<Principal, 'kind' | 'roles'>;
  readonly language: Language;
}

/** A campaign with its filter in words, unless that asks for what the caller is not shown. */
export async function withAudienceInWords(
  campaign: Campaign,
  { fields, principal, language }: Context,
): Promise<Campaign> {
  const { audience } = campaign;
  if (audience.kind !== 'filter' || audience.filter === undefined) return campaign;
  const filter = asFilter(audience.filter);
  const definitions = await fields.listNow();
  const asker = { definitions, sees: fieldsSeenBy(principal), seesContact: sees(principal, 'contact') };
  if (filterViolations(filter, asker, '').length > 0) return campaign;
  return { ...campaign, audienceInWords: filterText(filter, language, definitions) };
}
