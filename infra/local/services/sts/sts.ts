/** STS as far as people ask it who they are: `aws sts get-caller-identity`, the first thing that many scripts call. */
import { type AwsCall, AwsError, type AwsReply, type AwsService, type Cloud } from '../../cloud.ts';
import { element, xmlReply } from '../../endpoint/error-reply.ts';

export function createSts(cloud: Cloud): AwsService {
  return {
    scopes: ['sts'],
    // The query protocol names the operation in its form.
    operationOf: () => 'Query',
    async handle({ body, caller }: AwsCall): Promise<AwsReply> {
      const action = new URLSearchParams(body.toString('utf8')).get('Action') ?? '';
      if (action !== 'GetCallerIdentity') {
        throw new AwsError(400, 'InvalidAction', `STS here knows GetCallerIdentity, not ${action}.`);
      }
      const identity = [
        element('Arn', `arn:aws:iam::${cloud.accountId}:user/${caller.functionId}`),
        element('UserId', caller.functionId),
        element('Account', cloud.accountId),
      ].join('');
      const result = `<GetCallerIdentityResult>${identity}</GetCallerIdentityResult>`;
      const about = `<ResponseMetadata><RequestId>local</RequestId></ResponseMetadata>`;
      const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';
      return xmlReply(
        200,
        `<GetCallerIdentityResponse xmlns="${namespace}">${result}${about}</GetCallerIdentityResponse>`,
      );
    },
  };
}
