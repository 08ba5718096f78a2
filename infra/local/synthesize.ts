/** Run by `build-assembly.ts` in a process of its own: the CDK takes 200 MB that the local cloud has no use for. */
import { createApp } from '../app.ts';

const [, , outdir, settings = '{}'] = process.argv;
// The rules of cdk-nag are checked by the tests and at every deployment; here they would only take time.
const app = await createApp({
  outdir,
  context: { ...JSON.parse(settings), stage: 'local' },
  validate: false,
});
app.synth();
