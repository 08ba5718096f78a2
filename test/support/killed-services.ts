/** The Scheduler and the inbox as a process of their own, which a test can kill. Takes its data folder. */
import { createScheduler } from '../../infra/local/services/scheduler/scheduler.ts';
import { createSes } from '../../infra/local/services/ses/ses.ts';
import { createState } from '../../infra/local/state.ts';
import { createRig, queueArn, roleArn } from './service-rig.ts';

const resources = [
  { type: 'AWS::SQS::Queue', ref: 'runs', arn: queueArn('runs') },
  { type: 'AWS::IAM::Role', ref: 'scheduler', arn: roleArn },
];

const endpoints: Record<string, string> = {};
for (const [name, create] of Object.entries({ scheduler: createScheduler, ses: createSes })) {
  const rig = createRig({ resources, state: createState(`${process.argv[2]}/${name}`) });
  await rig.serve(create(rig.cloud));
  endpoints[name] = rig.client().endpoint;
}
console.log(JSON.stringify(endpoints));
