/** Secrets Manager: the secrets that the template declares; generated ones are made once and kept. */
import { randomInt, randomUUID } from 'node:crypto';
import * as z from 'zod';
import {
  type AwsCall,
  AwsError,
  type AwsReply,
  type AwsService,
  type Cloud,
  type Resource,
} from '../../cloud.ts';
import { jsonReply, readBody } from '../../endpoint/json-protocol.ts';

interface KeptSecret {
  readonly value: string;
  readonly versionId: string;
  readonly createdAt: number;
}

const secretRequest = z.looseObject({
  SecretId: z.string().min(1).max(2048),
  VersionStage: z.string().optional(),
  VersionId: z.string().optional(),
});

const generator = z.looseObject({
  PasswordLength: z.number().int().min(1).max(4096).default(32),
  ExcludeCharacters: z.string().default(''),
  ExcludeLowercase: z.boolean().default(false),
  ExcludeUppercase: z.boolean().default(false),
  ExcludeNumbers: z.boolean().default(false),
  ExcludePunctuation: z.boolean().default(false),
  IncludeSpace: z.boolean().default(false),
  SecretStringTemplate: z.string().optional(),
  GenerateStringKey: z.string().optional(),
});

export function createSecretsManager(cloud: Cloud): AwsService {
  const kept = cloud.state.map<KeptSecret>('secrets');
  const secrets = cloud.template.ofType('AWS::SecretsManager::Secret');

  function versionOf(secret: Resource): KeptSecret {
    const declared = secret.properties.SecretString;
    const present = kept.get(secret.logicalId);
    if (present !== undefined && (typeof declared !== 'string' || declared === present.value)) return present;
    const value = typeof declared === 'string' ? declared : generate(secret.properties.GenerateSecretString);
    const made = { value, versionId: randomUUID(), createdAt: cloud.clock.now() };
    kept.set(secret.logicalId, made);
    return made;
  }

  async function handle(call: AwsCall): Promise<AwsReply> {
    if (call.operation !== 'GetSecretValue' && call.operation !== 'DescribeSecret') {
      throw new AwsError(400, 'UnknownOperationException', `${call.operation} is not imitated locally.`);
    }
    const request = readBody(secretRequest, call, 'InvalidParameterException');
    const secret = secrets.find((candidate) => isNamed(candidate, request.SecretId));
    if (secret === undefined) {
      throw new AwsError(
        400,
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret.",
      );
    }
    const version = versionOf(secret);
    const shared = { ARN: secret.arn, Name: nameOf(secret), CreatedDate: version.createdAt / 1000 };
    if (call.operation === 'DescribeSecret') {
      return jsonReply({ ...shared, VersionIdsToStages: { [version.versionId]: ['AWSCURRENT'] } });
    }
    const stage = request.VersionStage ?? 'AWSCURRENT';
    if (stage !== 'AWSCURRENT' || (request.VersionId ?? version.versionId) !== version.versionId) {
      const wanted = request.VersionId ?? stage;
      throw new AwsError(
        400,
        'ResourceNotFoundException',
        `Secrets Manager can't find the specified secret value for ${wanted}.`,
      );
    }
    const value = {
      SecretString: version.value,
      VersionId: version.versionId,
      VersionStages: ['AWSCURRENT'],
    };
    return jsonReply({ ...shared, ...value });
  }

  return { scopes: ['secretsmanager'], handle };
}

function nameOf(secret: Resource): string {
  const declared = secret.properties.Name;
  return typeof declared === 'string' ? declared : secret.logicalId;
}

/** By name, by ARN, or by ARN without the six characters that Secrets Manager appends. */
function isNamed(secret: Resource, id: string): boolean {
  return [nameOf(secret), secret.arn, secret.ref, secret.arn.replace(/-[A-Za-z0-9]{6}$/, '')].includes(id);
}

function generate(declaration: unknown): string {
  const rules = generator.parse(declaration ?? {});
  const sets = [
    rules.ExcludeLowercase ? '' : 'abcdefghijklmnopqrstuvwxyz',
    rules.ExcludeUppercase ? '' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    rules.ExcludeNumbers ? '' : '0123456789',
    rules.ExcludePunctuation ? '' : '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
    rules.IncludeSpace ? ' ' : '',
  ];
  const alphabet = [...sets.join('')].filter((character) => !rules.ExcludeCharacters.includes(character));
  if (alphabet.length === 0) throw new Error('GenerateSecretString excludes every character.');
  const pick = () => alphabet[randomInt(alphabet.length)] ?? '';
  const password = Array.from({ length: rules.PasswordLength }, pick).join('');
  if (rules.SecretStringTemplate === undefined) return password;
  const template = z.record(z.string(), z.unknown()).parse(JSON.parse(rules.SecretStringTemplate));
  return JSON.stringify({ ...template, [rules.GenerateStringKey ?? 'password']: password });
}
