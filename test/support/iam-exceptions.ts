/**
 * The closed list of grants that no test uses, each with the reason why it is needed all the same. `npm test` fails
 * when a grant is neither used nor listed, and when a line here is no longer needed.
 */
export interface IamException {
  readonly principal: RegExp;
  readonly action: RegExp;
  readonly resource: RegExp;
  readonly reason: string;
}

export const iamExceptions: readonly IamException[] = [
  {
    principal: /Scheduler/,
    action: /^sqs:SendMessage$/,
    resource: /-undelivered-firings$/,
    reason: 'The Scheduler puts there what a queue does not take; queues here take everything.',
  },
];
