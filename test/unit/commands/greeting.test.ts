import { afterEach, expect, it, vi } from 'vitest';
import { StaffEntry } from '../../../functions/people/staff/staff.schema.ts';
import { greeting } from '../../../infra/commands/greeting.ts';

afterEach(() => vi.unstubAllGlobals());

const url = 'http://127.0.0.1:3000';
const local = { url, endpointUrl: `${url}/aws`, token: async () => 'a-token' };

function answering(staff: readonly object[]) {
  vi.stubGlobal('fetch', async (address: string) =>
    Response.json({ items: new URL(address).pathname === '/staff' ? staff : [] }),
  );
  return greeting(local as never);
}

it('says how to register somebody where nobody could sign in to the desk', async () => {
  const said = await answering([]);
  const [, call = '', body = ''] = /^(curl .* -X PUT .*) -d '(.*)'$/m.exec(said) ?? [];
  expect(call).toContain(`${url}/staff/li.na`);
  expect(call).toContain('/_local/tokens/li.na');
  expect(StaffEntry.safeParse(JSON.parse(body)).success).toBe(true);
});

it('says nothing of that where somebody is registered', async () => {
  expect(await answering([{ id: 'li.na' }])).not.toContain('-X PUT');
});
