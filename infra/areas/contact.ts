import { Duration } from 'aws-cdk-lib';
import { budgetsHttpEnvironment } from '../../functions/contact/budgets/budgets.environment.ts';
import {
  messagingReceiptsEnvironment,
  messagingRepliesEnvironment,
  messagingSendingEnvironment,
} from '../../functions/contact/messaging/messaging.environment.ts';
import { preferencesHttpEnvironment } from '../../functions/contact/preferences/preferences.environment.ts';
import { environment, linkPagesEnvironment } from '../../shared/runtime/environment.ts';
import { takesReplies } from '../constructs/text-sender.ts';
import type { Area } from './area.ts';
import {
  countWaiting,
  knowAskAgain,
  knowBrand,
  knowDepartment,
  knowDepartmentLanguage,
  knowPublicUrl,
  readLinkSecret,
  readOptOuts,
  sendMail,
  sendTexts,
  sendTo,
  trustProvider,
} from './uses.ts';

export const contact: Area = {
  name: 'contact',
  http: {
    purpose:
      'Answers the routes of what customers agree to be sent, how often, and of what was sent to them.',
    impact:
      'staff cannot note that a customer wants no more messages, nor see what has become of those sent.',
    environment: environment({ ...budgetsHttpEnvironment.shape, ...preferencesHttpEnvironment.shape }),
    uses: [knowAskAgain, readLinkSecret],
    table: {
      items: ['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem'],
      query: ['table', 'gsi1'],
    },
  },
  functions: [
    {
      entryPoint: 'preferences.links.http',
      purpose: 'Shows the pages on which customers say what they agree to be written to about.',
      impact: 'customers who open the link in a confirming mail see an error and cannot agree.',
      environment: linkPagesEnvironment,
      uses: [knowBrand, knowDepartmentLanguage],
      table: { items: ['ConditionCheckItem', 'GetItem', 'PutItem'], query: ['table'] },
    },
    {
      entryPoint: 'messaging.sending.queue',
      purpose: 'Mails or texts each message that a domain has asked for, once.',
      impact: 'customers receive no invitations and staff no notifications.',
      environment: messagingSendingEnvironment,
      table: { items: ['ConditionCheckItem', 'GetItem', 'PutItem', 'UpdateItem'] },
      uses: [
        sendMail,
        sendTexts,
        readLinkSecret,
        knowPublicUrl,
        knowDepartment,
        knowBrand,
        sendTo('messaging-sending', 'SENDING_QUEUE_URL'),
        countWaiting('messaging-deliveries', {
          queue: 'DELIVERIES_QUEUE_URL',
          deadLetters: 'DELIVERIES_DLQ_URL',
        }),
      ],
      reservedConcurrency: 5,
      // A mail whose turn is later is put back into the queue.
      continuesItself: true,
      // Together they bound how many mails are begun at once; how many a second is the setting mailsPerSecond, whose
      // maximum they carry.
      batchSize: 10,
      maximumConcurrency: 5,
      lateAfter: Duration.minutes(30),
    },
    {
      entryPoint: 'messaging.deliveries.queue',
      purpose: 'Learns from SES and End User Messaging what became of each mail and text.',
      impact: 'bounces are not noticed and uncertain sends stay uncertain.',
      table: { items: ['GetItem', 'PutItem', 'UpdateItem'] },
      reports: ({ mail }) => mail.reports,
      texts: 'reports',
    },
    {
      entryPoint: 'messaging.receipts.http',
      purpose: 'Learns from the provider of texts, where there is one, what became of each.',
      impact: 'texts that did not arrive count as sent, and numbers that nobody has are not noticed.',
      environment: messagingReceiptsEnvironment,
      table: { items: ['GetItem', 'PutItem', 'UpdateItem'] },
      uses: [trustProvider],
    },
    {
      entryPoint: 'messaging.replies.queue',
      when: takesReplies,
      purpose:
        'Takes what people answer to texts: who says STOP, to us or to the service, gets no more, and staff read the rest.',
      impact: 'people who have answered STOP still get texts, and nobody reads what others have answered.',
      table: {
        items: ['ConditionCheckItem', 'GetItem', 'PutItem', 'DeleteItem'],
        query: ['table'],
      },
      environment: messagingRepliesEnvironment,
      uses: [readOptOuts, sendTo('messaging-replies', 'REPLIES_QUEUE_URL')],
      // Reads the list of the service page by page.
      continuesItself: true,
      texts: 'replies',
      jobs: { 'messaging-opt-outs': 'rate(1 day)' },
    },
  ],
};
