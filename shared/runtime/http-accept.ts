/** What a caller would rather have: RFC 9110, section 12.5. */

/** What is named in a header of the kind `Accept`, in lower case, with its weight from 0 (forbidden) to 1. */
export function weightsOf(accepted: string | undefined): ReadonlyMap<string, number> {
  return new Map(
    (accepted ?? '').split(',').map((part) => {
      const [name = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase());
      const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return [name, q === undefined ? 1 : Number(q)] as const;
    }),
  );
}

/** Whether a page is wanted more than JSON: browsers say so, programs rarely name either. */
export function prefersHtml(accepted: string | undefined): boolean {
  const weights = weightsOf(accepted);
  const weightOf = (family: string, kind: string) =>
    weights.get(`${family}/${kind}`) ?? weights.get(`${family}/*`) ?? weights.get('*/*') ?? 0;
  return weightOf('text', 'html') > weightOf('application', 'json');
}
