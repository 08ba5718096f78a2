/** What the functions of the texts domain find in their environment. */
import * as z from 'zod';
import { environment } from '../../../shared/runtime/environment.ts';
import { textReaderNames } from './texts.schema.ts';

/** Of what reads texts: which reader does it. */
export const textsReadingEnvironment = environment({ TEXT_READER: z.enum(textReaderNames) });
