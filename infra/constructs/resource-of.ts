import type { IConstruct } from 'constructs';

/** The CloudFormation resource behind a construct, for what the construct has no property for. */
export function resourceOf<Resource>(
  construct: IConstruct,
  type: abstract new (...parameters: never[]) => Resource,
): Resource {
  const resource = construct.node.defaultChild;
  if (resource instanceof type) return resource;
  throw new Error(`${construct.node.path} is not made of a ${type.name}.`);
}
