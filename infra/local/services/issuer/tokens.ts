/** Access tokens for the demo people and the machine client, as the identity provider would issue them. */
import { personScope, scopeOf } from '../../../../shared/identity/principal.ts';
import type { Cloud } from '../../cloud.ts';
import { type DemoPerson, machine, people } from '../../people.ts';
import type { Issuer } from './issuer.ts';

/** Five years: moving the clock by a quarter must not sign anybody out. */
const demoSeconds = 5 * 366 * 86_400;

export interface Tokens {
  /** For a demo person or the machine client; throws for anybody else. */
  of(id: string): Promise<string>;
  sheet(): Promise<TokenSheet>;
}

export interface TokenSheet {
  readonly people: readonly (DemoPerson & { readonly token: string })[];
  readonly machine: typeof machine & { readonly token: string };
}

export function createTokens(cloud: Cloud, issuer: Issuer): Tokens {
  /** Signing takes a millisecond, and a client asks before each request. */
  const minted = new Map<string, { token: string; until: number }>();
  const clients = cloud.template.ofType('AWS::Cognito::UserPoolClient');
  const [anyAudience = 'local'] = issuer.audience;
  const clientOf = (hasSecret: boolean) =>
    clients.find(({ properties }) => (properties.GenerateSecret === true) === hasSecret)?.ref ?? anyAudience;

  function ofPerson(person: DemoPerson): Promise<string> {
    return issuer.mint({
      subject: person.id,
      username: person.id,
      groups: [person.role],
      clientId: clientOf(false),
      scopes: [personScope],
      expiresInSeconds: demoSeconds,
    });
  }

  function ofMachine(): Promise<string> {
    const clientId = clientOf(true);
    const scopes = machine.permissions.map(scopeOf);
    return issuer.mint({ subject: clientId, clientId, scopes, expiresInSeconds: demoSeconds });
  }

  async function of(id: string): Promise<string> {
    const present = minted.get(id);
    if (present !== undefined && present.until > cloud.clock.now()) return present.token;
    const token = await mint(id);
    minted.set(id, { token, until: cloud.clock.now() + (demoSeconds * 1000) / 2 });
    return token;
  }

  async function mint(id: string): Promise<string> {
    if (id === machine.id) return ofMachine();
    const person = people.find((candidate) => candidate.id === id);
    if (person !== undefined) return ofPerson(person);
    const known = [...people.map((candidate) => candidate.id), machine.id].join(', ');
    throw new Error(`There is no demo person ${id}; there are ${known}.`);
  }

  return {
    of,
    async sheet() {
      const withTokens = people.map(async (person) => ({ ...person, token: await of(person.id) }));
      return { people: await Promise.all(withTokens), machine: { ...machine, token: await of(machine.id) } };
    },
  };
}
