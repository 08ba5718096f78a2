/** All roles and resource policies of the templates. */
import type { Resource, Template } from '../cloud.ts';
import { list, optionalText, record, text, texts } from '../reading.ts';
import { readPolicy, type Statement } from './policy-document.ts';

export interface Role {
  readonly arn: string;
  readonly name: string;
  /** Logical id of the function whose role it is, else of the role. */
  readonly id: string;
  readonly statements: readonly Statement[];
  /** Who may act in this role. */
  readonly trust: readonly Statement[];
}

export interface Policies {
  readonly roles: ReadonlyMap<string, Role>;
  /** By the ARN of the queue, bucket, bus, secret or function that the policy belongs to. */
  readonly ofResources: ReadonlyMap<string, readonly Statement[]>;
}

export function readPolicies(template: Template): Policies {
  return { roles: readRoles(template), ofResources: readResourcePolicies(template) };
}

function readRoles(template: Template): ReadonlyMap<string, Role> {
  const attached = readAttachments(template);
  const functionOf = new Map(
    template.ofType('AWS::Lambda::Function').map((each) => [each.properties.Role, each.logicalId]),
  );
  const roles = template.ofType('AWS::IAM::Role').map((resource): Role => {
    const { logicalId, ref: name, arn, properties } = resource;
    if (properties.PermissionsBoundary !== undefined) {
      throw new Error(`The role ${logicalId} has a permissions boundary: those are not imitated.`);
    }
    const inline = list(properties.Policies).map((policy) => record(policy).PolicyDocument);
    const managed = texts(properties.ManagedPolicyArns).map((each) => documentOf(template, each, logicalId));
    return {
      ...{ arn, name },
      id: functionOf.get(arn) ?? logicalId,
      statements: [...inline, ...managed, ...(attached.get(name) ?? [])].flatMap((document) =>
        readPolicy(document, logicalId),
      ),
      trust: readPolicy(properties.AssumeRolePolicyDocument, `${logicalId} (trust)`),
    };
  });
  return new Map(roles.map((role) => [role.arn, role]));
}

/** Policies that name the roles they belong to: by name of the role. */
function readAttachments(template: Template): ReadonlyMap<string, readonly unknown[]> {
  const byRole = new Map<string, unknown[]>();
  for (const type of ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy']) {
    for (const { properties } of template.ofType(type)) {
      for (const name of texts(properties.Roles))
        byRole.set(name, [...(byRole.get(name) ?? []), properties.PolicyDocument]);
    }
  }
  return byRole;
}

function documentOf(template: Template, arn: string, role: string): unknown {
  const policy = template.byArn(arn);
  if (policy) return policy.properties.PolicyDocument;
  throw new Error(
    `The role ${role} has the managed policy ${arn}, which no stack declares: write its grants out.`,
  );
}

function readResourcePolicies(template: Template): ReadonlyMap<string, readonly Statement[]> {
  const byArn = new Map<string, readonly Statement[]>();
  const arnOf = (type: string, ref: unknown): string =>
    template.ofType(type).find((each) => each.ref === ref || each.arn === ref)?.arn ?? String(ref);
  for (const [type, belongsTo] of Object.entries(resourcePolicies)) {
    for (const resource of template.ofType(type)) {
      const statements = readPolicy(belongsTo.document(resource), resource.logicalId);
      for (const ref of [resource.properties[belongsTo.property]].flat()) {
        const arn = belongsTo.arnOf?.(ref) ?? arnOf(belongsTo.type, ref);
        byArn.set(arn, [...(byArn.get(arn) ?? []), ...statements]);
      }
    }
  }
  return byArn;
}

interface ResourcePolicy {
  /** Where the policy says which resources are meant, by their `Ref`. */
  readonly property: string;
  readonly type: string;
  readonly arnOf?: (ref: unknown) => string;
  readonly document: (policy: Resource) => unknown;
}

const written = ({ properties }: Resource): unknown => properties.PolicyDocument;

const resourcePolicies: Readonly<Record<string, ResourcePolicy>> = {
  'AWS::SQS::QueuePolicy': { property: 'Queues', type: 'AWS::SQS::Queue', document: written },
  'AWS::S3::BucketPolicy': {
    property: 'Bucket',
    type: 'AWS::S3::Bucket',
    arnOf: (bucket) => `arn:aws:s3:::${bucket}`,
    document: written,
  },
  'AWS::SecretsManager::ResourcePolicy': {
    property: 'SecretId',
    type: 'AWS::SecretsManager::Secret',
    document: ({ properties }) => properties.ResourcePolicy,
  },
  'AWS::Events::EventBusPolicy': {
    property: 'EventBusName',
    type: 'AWS::Events::EventBus',
    document: ({ properties }) => ({ Statement: properties.Statement }),
  },
  'AWS::Lambda::Permission': {
    property: 'FunctionName',
    type: 'AWS::Lambda::Function',
    document: ({ properties }) => ({ Statement: permissionStatement(properties) }),
  },
};

/** Source: Lambda API reference, AddPermission: what a permission adds to the policy of the function. */
function permissionStatement(properties: Record<string, unknown>): object {
  const principal = text(properties.Principal);
  const sourceArn = optionalText(properties.SourceArn);
  const sourceAccount = optionalText(properties.SourceAccount);
  return {
    Effect: 'Allow',
    Action: properties.Action,
    Principal: principal.includes('.') ? { Service: principal } : { AWS: principal },
    Condition: {
      ...(sourceArn !== undefined && { ArnLike: { 'aws:SourceArn': sourceArn } }),
      ...(sourceAccount !== undefined && { StringEquals: { 'aws:SourceAccount': sourceAccount } }),
    },
  };
}

/** Objects are governed by the policy of their bucket. */
export function policyOwnerOf(resourceArn: string): string {
  return resourceArn.startsWith('arn:aws:s3:::') ? (resourceArn.split('/')[0] ?? resourceArn) : resourceArn;
}
