/** Who is erased, or is to be: they do not come back. */
export { isErased, isNotErased } from './people/privacy/index.ts';
