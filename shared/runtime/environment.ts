/** The typed environment of a function: declared once, read by the handler and filled in by its construct. */
import * as z from 'zod';

export interface Environment<Shape extends z.ZodRawShape = z.ZodRawShape> {
  readonly shape: Shape;
  /** Parses the variables of this process; a missing one is named. */
  read(): z.output<z.ZodObject<Shape>>;
}

/** The variables a construct has to give to a function with this environment. */
export type VariablesOf<E extends Environment> = Readonly<Record<keyof E['shape'] & string, string>>;

/** Declares the environment of one function, e.g. `environment({ TABLE_NAME: variable })`. */
export function environment<Shape extends z.ZodRawShape>(shape: Shape): Environment<Shape> {
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

/** A variable that must be there: a name, an ARN or a URL that the stack fills in. */
export const variable = z.string().min(1);
