/** What each service's file of permissions is given, and what it answers. */
import type { Template } from '../../cloud.ts';
import type { Permission } from '../decision.ts';

export interface Place {
  readonly template: Template;
  /** The ARN of something of this account and region. */
  arn(service: string, path: string): string;
}

interface Request {
  readonly operation: string;
  readonly url: URL;
  /** The parsed JSON of the body. */
  body(): unknown;
}

/** Undefined when it does not know the operation. */
export type PermissionsOf = (request: Request, place: Place) => readonly Permission[] | undefined;
