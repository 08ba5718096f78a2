/** The people of the demo department as staff of a cloud: customers can only be given to staff. */
import * as contracts from '../../functions/contracts.ts';
import { people } from '../../infra/demo/people.ts';
import type { LocalCloud } from '../../infra/local/local-cloud.ts';
import { createClient } from '../../shared/contract/client.ts';

export async function registerStaff(cloud: Pick<LocalCloud, 'url' | 'token'>): Promise<void> {
  const token = await cloud.token('chen.jing');
  const api = createClient(contracts, { baseUrl: cloud.url, token: () => token, retries: 3 });
  for (const { id, name, email, locale: language, timeZone } of people) {
    await api.staff.putStaff({ params: { staffId: id }, body: { name, email, language, timeZone } });
  }
}
