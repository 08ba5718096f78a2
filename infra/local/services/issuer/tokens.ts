/** Access tokens for the people and the machine client it is told of, as the identity provider would issue them. */
import type { Permission, Role } from '../../../../shared/identity/permissions.ts';
import { groupOf, personScope, scopeOf } from '../../../../shared/identity/principal.ts';
import type { Cloud } from '../../cloud.ts';
import type { Issuer } from './issuer.ts';

export interface Person {
  /** Subject of the access token. */
  readonly id: string;
  readonly role: Role;
  readonly name: string;
}

export interface MachineClient {
  /** By which its token is asked for; the token itself bears the client id of the template. */
  readonly id: string;
  readonly description: string;
  readonly permissions: readonly Permission[];
}

/** Who may call the API of the local cloud. */
export interface Identities {
  readonly people: readonly Person[];
  readonly machine: MachineClient;
}

/** Five years: moving the clock by a quarter must not sign anybody out. */
const validSeconds = 5 * 366 * 86_400;

export interface Tokens {
  /** For one of the identities; throws for anybody else. */
  of(id: string): Promise<string>;
  sheet(): Promise<TokenSheet>;
}

export interface TokenSheet {
  readonly people: readonly (Person & { readonly token: string })[];
  readonly machine?: MachineClient & { readonly token: string };
}

/** What a token says of a person, whichever client it is for. */
export function claimsOfPerson({ id, role }: Person) {
  // The claim `groups` counts where the settings name another issuer than Cognito.
  return { subject: id, username: id, groups: [role], claims: { groups: [groupOf(role)] } };
}

export function createTokens(cloud: Cloud, issuer: Issuer, identities: Identities | undefined): Tokens {
  const { people = [], machine } = identities ?? {};
  /** Signing takes a millisecond, and a client asks before each request. */
  const minted = new Map<string, { token: string; until: number }>();
  const clients = cloud.template.ofType('AWS::Cognito::UserPoolClient');
  const [anyAudience = 'local'] = issuer.audience;
  const clientOf = (hasSecret: boolean) =>
    clients.find(({ properties }) => (properties.GenerateSecret === true) === hasSecret)?.ref ?? anyAudience;

  function ofPerson(person: Person): Promise<string> {
    return issuer.mint({
      ...claimsOfPerson(person),
      clientId: clientOf(false),
      scopes: [personScope],
      expiresInSeconds: validSeconds,
    });
  }

  function ofMachine({ permissions }: MachineClient): Promise<string> {
    const clientId = clientOf(true);
    const scopes = permissions.map(scopeOf);
    return issuer.mint({ subject: clientId, clientId, scopes, expiresInSeconds: validSeconds });
  }

  async function of(id: string): Promise<string> {
    const present = minted.get(id);
    if (present !== undefined && present.until > cloud.clock.now()) return present.token;
    const token = await mint(id);
    minted.set(id, { token, until: cloud.clock.now() + (validSeconds * 1000) / 2 });
    return token;
  }

  async function mint(id: string): Promise<string> {
    if (id === machine?.id) return ofMachine(machine);
    const person = people.find((candidate) => candidate.id === id);
    if (person !== undefined) return ofPerson(person);
    const known = [...people, ...(machine === undefined ? [] : [machine])].map((each) => each.id).join(', ');
    throw new Error(
      `The local cloud knows nobody called ${id}; it knows ${known || 'nobody: start it with identities'}.`,
    );
  }

  return {
    of,
    async sheet() {
      const withTokens = people.map(async (person) => ({ ...person, token: await of(person.id) }));
      return {
        people: await Promise.all(withTokens),
        ...(machine === undefined ? {} : { machine: { ...machine, token: await of(machine.id) } }),
      };
    },
  };
}
