/** What people see of the issuer: the page on which they choose who they are. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { html } from '../../../shared/pages/html.ts';
import { pageKind } from '../../../shared/pages/layout.ts';
import { issuerPath, type SignIn, type SignInReply } from '../services/issuer/sign-in.ts';
import type { Person } from '../services/issuer/tokens.ts';
import { Problem } from './problem.ts';
import { sendProblem } from './reply.ts';
import { assertOwnHost, isReader, readBody } from './request.ts';

const kind = pageKind({
  rules: '.people{display:grid;gap:.75rem}.people button{width:100%}',
  // The answer to the form leads back to the client, wherever that is.
  policy: { 'form-action': "'self' http: https:" },
});

function choicePage({ client, people }: NonNullable<SignInReply['choice']>): string {
  const buttons = people.map(
    (person) => html`<button name="person" value="${person.id}">${labelOf(person)}</button>\n`,
  );
  return kind.layOut({
    language: 'en',
    title: 'Sign in',
    main: html`<h1>Sign in</h1><p>This stands for the sign-in of the identity provider, for the client ${client}. Who are you?
您是哪一位？</p><form method="post" class="people">${buttons}</form>`,
  });
}

const labelOf = ({ name, role }: Person) => `${name} (${role})`;

/** Answers a request to the issuer; false for any other. */
export async function handleSignIn(
  signIn: SignIn,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (!url.pathname.startsWith(`${issuerPath}/`)) return false;
  try {
    assertOwnHost(request);
    const reply = await signIn.handle({
      method: request.method ?? 'GET',
      path: url.pathname.slice(issuerPath.length),
      query: url.searchParams,
      form: new URLSearchParams(await readBody(request)),
    });
    sendSignIn(response, reply, isReader(request));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    sendProblem(response, error, isReader(request));
  }
  return true;
}

function sendSignIn(response: ServerResponse, reply: SignInReply, isPage: boolean): void {
  const { status, location, choice, refused, json } = reply;
  const noStore = { 'cache-control': 'no-store' };
  if (refused !== undefined) {
    sendProblem(response, new Problem(status, refused), isPage);
  } else if (location !== undefined) {
    response.writeHead(status, { ...noStore, location }).end();
  } else if (choice !== undefined) {
    const type = { 'content-type': 'text/html; charset=utf-8' };
    response.writeHead(status, { ...noStore, ...type, ...kind.headers }).end(choicePage(choice));
  } else {
    response.writeHead(status, { ...noStore, 'content-type': 'application/json' }).end(JSON.stringify(json));
  }
}
