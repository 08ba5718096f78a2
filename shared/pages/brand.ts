/** Who customers hear from, as pages and mails show it. */
export interface Brand {
  readonly organisation: string;
  /** `#rrggbb`, readable on white. */
  readonly colour: string;
  /** Mail address for questions. */
  readonly contact: string;
}

/** The brand in the environment of a function, see `brandVariables`. */
export function brandOf(env: {
  readonly ORGANISATION: string;
  readonly BRAND_COLOUR: string;
  readonly CONTACT_ADDRESS: string;
}): Brand {
  return { organisation: env.ORGANISATION, colour: env.BRAND_COLOUR, contact: env.CONTACT_ADDRESS };
}
