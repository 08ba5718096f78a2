/** How the messages of each template look, one line for each domain that mails. */
export { callbackRenderer, holidaysRenderer } from './callbacks/callbacks/callbacks.mail.ts';
export { answeredMailRenderer, returnedMailRenderer } from './contact/messaging/messaging.mail.ts';
export { consentRequestRenderer } from './contact/preferences/preferences.mail.ts';
export { handoverRenderer, leaderlessRenderer } from './people/handovers/handovers.mail.ts';
export { improvementRenderer } from './surveys/improvements/improvements.mail.ts';
export { invitationRenderer } from './surveys/invitations/invitations.mail.ts';
