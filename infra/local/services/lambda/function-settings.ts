/** What the template says about a function, in the terms in which it is run here. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Cloud, Resource } from '../../cloud.ts';
import { optionalNumber, optionalText, record, text } from '../../reading.ts';

export interface FunctionSettings {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  /** `file:` URL of the bundle. */
  readonly module: string;
  readonly exportName: string;
  readonly folder: string;
  readonly handler: string;
  readonly runtime: string;
  readonly memoryMegabytes: number;
  readonly timeoutMilliseconds: number;
  /** Undefined: as many as the account allows. */
  readonly reservedConcurrency: number | undefined;
  /** False: Lambda stops a chain of invocations that comes back to this function too often. */
  readonly recursionAllowed: boolean;
  readonly logGroup: string;
  readonly environment: Readonly<Record<string, string>>;
}

export function readFunction(cloud: Cloud, resource: Resource): FunctionSettings {
  const { properties, logicalId, ref, arn } = resource;
  const key = optionalText(record(properties.Code).S3Key);
  if (!key) throw new Error(`${logicalId} has no code asset: the local cloud runs bundled assets only.`);
  const folder = cloud.template.asset(key.replace(/\.zip$/, ''));
  const handler = text(properties.Handler);
  const [modulePath = '', exportName = ''] = handler.split(/\.(?=[^.]*$)/);
  const variables = record(record(properties.Environment).Variables);
  return {
    id: logicalId,
    name: ref,
    arn,
    description: optionalText(properties.Description) ?? '',
    module: findModule(folder, modulePath, logicalId),
    exportName,
    folder,
    handler,
    runtime: text(properties.Runtime),
    // What Lambda takes when a template leaves them out.
    memoryMegabytes: optionalNumber(properties.MemorySize) ?? 128,
    timeoutMilliseconds: (optionalNumber(properties.Timeout) ?? 3) * 1000,
    reservedConcurrency: optionalNumber(properties.ReservedConcurrentExecutions),
    recursionAllowed: properties.RecursiveLoop === 'Allow',
    logGroup: optionalText(record(properties.LoggingConfig).LogGroup) ?? `/aws/lambda/${ref}`,
    environment: Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, reachedHere(cloud, String(value))]),
    ),
  };
}

/** A mail server is reached by a connection of its own, so its address is the one that is good here. */
function reachedHere({ answeredHere = {} }: Cloud, value: string): string {
  return /^smtps?:/.test(value) ? (answeredHere[value] ?? value) : value;
}

function findModule(folder: string, modulePath: string, logicalId: string): string {
  for (const ending of ['.mjs', '.js', '.cjs']) {
    const file = join(folder, modulePath + ending);
    if (existsSync(file)) return pathToFileURL(file).href;
  }
  throw new Error(`${logicalId} has no ${modulePath}.mjs in ${folder}: synthesize the stacks again.`);
}

/** What functions sign with. */
export const secretAccessKey = 'local';

/** The variables Lambda itself sets. The endpoint knows the caller by the credentials. */
export function runtimeVariables(cloud: Cloud, settings: FunctionSettings, workerId: string) {
  return {
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin',
    AWS_REGION: cloud.region,
    AWS_DEFAULT_REGION: cloud.region,
    AWS_ENDPOINT_URL: cloud.endpointUrl,
    AWS_ACCESS_KEY_ID: settings.id,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: workerId,
    AWS_EXECUTION_ENV: `AWS_Lambda_${settings.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: settings.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: settings.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: workerId,
    LAMBDA_TASK_ROOT: settings.folder,
    _HANDLER: settings.handler,
  };
}
