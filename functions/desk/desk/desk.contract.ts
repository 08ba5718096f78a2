/** The pages of the desk that everybody needs: signing in and out, the language. */
import * as z from 'zod';
import { contract, empty, html } from '../../../shared/contract/route.ts';
import { DeskForm, pageReplies } from './desk.schema.ts';

const returning = z.string().max(4000).optional();

export const deskContract = contract('desk', 'Signing in and out at the desk.', {
  beginSignIn: {
    method: 'GET',
    path: '/desk/sign-in',
    permission: 'public',
    summary: 'Go to the identity provider to sign in',
    query: z.object({ to: z.string().max(2000).optional() }),
    replies: { 303: empty },
    errors: [],
  },
  completeSignIn: {
    method: 'GET',
    path: '/desk/signed-in',
    permission: 'public',
    summary: 'Come back from the identity provider',
    query: z.object({ code: returning, state: returning, iss: returning, error: returning }),
    replies: { 303: empty, 400: html, 403: html },
    errors: [],
  },
  signOut: {
    method: 'POST',
    path: '/desk/sign-out',
    permission: 'session',
    summary: 'Sign out, here and at the identity provider',
    body: DeskForm,
    form: true,
    replies: pageReplies,
    errors: [],
    example: { body: {} },
  },
  leaveSignOut: {
    method: 'GET',
    path: '/desk/sign-out',
    permission: 'session',
    summary: 'Go to the first page of the desk',
    replies: pageReplies,
    errors: [],
  },
  showSignedOut: {
    method: 'GET',
    path: '/desk/signed-out',
    permission: 'public',
    summary: 'Come back from signing out',
    replies: { 200: html },
    errors: [],
  },
  leaveLanguage: {
    method: 'GET',
    path: '/desk/language',
    permission: 'session',
    summary: 'Go to the first page of the desk',
    replies: pageReplies,
    errors: [],
  },
  chooseLanguage: {
    method: 'POST',
    path: '/desk/language',
    permission: 'session',
    summary: 'See the desk in another language',
    body: DeskForm,
    form: true,
    replies: pageReplies,
    errors: [],
    example: { body: { language: 'en' } },
  },
});
