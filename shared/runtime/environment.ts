/** The typed environment of a function: declared once, read by the handler and filled in by its construct. */
import * as z from 'zod';
import { languageSchema } from '../values/language.ts';

export interface Environment<Shape extends z.ZodRawShape = z.ZodRawShape> {
  readonly shape: Shape;
  /** Parses the variables of this process; a missing one is named. */
  read(): z.output<z.ZodObject<Shape>>;
}

/** A variable that must be there: a name, an ARN or a URL that the stack fills in. */
export const variable = z.string().min(1);

const table = { TABLE_NAME: variable };

/** Declares what a function finds in its environment beside the name of the table, which every function has. */
export function environment<Shape extends z.ZodRawShape>(shape: Shape): Environment<typeof table & Shape> {
  return environmentWithoutTable({ ...table, ...shape });
}

/** The environment of a function that needs nothing but the table. */
export const tableEnvironment = environment({});

/** The environment of a function of routes that need a token: for how many days it is kept who opened or was refused what. */
export const httpEnvironment = environment({ AUDIT_DAYS: z.coerce.number().int().min(1) });

/** The environment of a function that keeps schedules: of one group, made with one role, that fire into one queue. */
export const schedulesEnvironment = environment({
  SCHEDULE_GROUP: variable,
  SCHEDULE_ROLE_ARN: variable,
  SCHEDULE_TARGET_ARN: variable,
  SCHEDULE_DLQ_ARN: variable,
});

/** What a function knows of who customers hear from, see `brandOf`. */
export const brandVariables = { ORGANISATION: variable, BRAND_COLOUR: variable, CONTACT_ADDRESS: variable };

/** The environment of a function behind personal links: its pages are in the language of the department where no other is known. */
export const linkPagesEnvironment = environment({ ...brandVariables, DEPARTMENT_LANGUAGE: languageSchema });

/** For the few functions that have no business with the table. */
export function environmentWithoutTable<Shape extends z.ZodRawShape>(shape: Shape): Environment<Shape> {
  return {
    shape,
    read() {
      const result = z.object(shape).safeParse(process.env);
      if (result.success) return result.data;
      const violations = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
      throw new Error(`The environment of this function is incomplete. ${violations.join('; ')}`);
    },
  };
}
