import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { LocalCloud } from '../local/local-cloud.ts';

/** The path of a survey's figures, or of the list of surveys where there is none. */
async function anySurvey({ url, token }: LocalCloud): Promise<string> {
  const headers = { authorization: `Bearer ${await token('li.na')}` };
  const reply = await fetch(`${url}/surveys?limit=1`, { headers });
  const found = z.object({ items: z.array(z.object({ id: z.string() })) }).safeParse(await reply.json());
  const id = found.data?.items[0]?.id;
  return id === undefined ? '/surveys' : `/surveys/${id}/results`;
}

/** Whether anybody is registered: nobody else signs in to the desk. */
async function hasStaff({ url, token }: LocalCloud): Promise<boolean> {
  const headers = { authorization: `Bearer ${await token('li.na')}` };
  const reply = await fetch(`${url}/staff?limit=1`, { headers });
  const found = z.object({ items: z.array(z.unknown()) }).safeParse(await reply.json());
  return found.data === undefined || found.data.items.length > 0;
}

/** What a person needs who has just started the local cloud: addresses, and command lines that work when pasted. */
export async function greeting(local: LocalCloud): Promise<string> {
  const { url, endpointUrl } = local;
  const [survey, isAnybodyThere] = await Promise.all([anySurvey(local), hasStaff(local)]);
  const tokenOfManager = await local.token('li.na');
  const token = `-H "Authorization: Bearer $(curl -s ${url}/_local/tokens/li.na)"`;
  const member = JSON.stringify({
    ...{ name: 'Li Na', email: 'li.na@rapport.example', language: 'en', timeZone: 'Asia/Shanghai' },
  });
  const register = `
  Nobody is registered yet, so nobody can sign in to the desk. Register Li Na, and others like that:

curl -sw '\\n' -X PUT ${url}/staff/li.na ${token} -H 'Content-Type: application/json' -d '${member}'
`;
  const customer = JSON.stringify({ name: 'Ada Lovelace', language: 'en', timeZone: 'Europe/London' });
  return `
  Desk           ${url}/desk
  Overview       ${url}/_local/
  Inbox          ${url}/_local/mail
  API            ${url}
  API reference  ${url}/reference
  AWS services   ${endpointUrl}  (AWS_ENDPOINT_URL for the AWS command line)
  Tokens         ${url}/_local/tokens

  A token (Li Na, manager):

${tokenOfManager}
${isAnybodyThere ? '' : register}
  Create a customer, list the newest, read the score of a survey:

curl -sw '\\n' ${url}/customers ${token} -H 'Content-Type: application/json' -H 'Idempotency-Key: ${randomUUID()}' -d '${customer}'

curl -sw '\\n' '${url}/customers?limit=5' ${token}

curl -sw '\\n' ${url}${survey} ${token}

  Move the clock by a week:
curl -s ${url}/_local/clock/advance -H 'Content-Type: application/json' -d '{"duration":"P7D"}'

  Ctrl-C ends it.
`;
}
