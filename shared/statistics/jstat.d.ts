/** The part of the package that is used here: it brings no types of its own. */
declare module 'jstat' {
  interface Distribution {
    cdf(x: number, ...parameters: readonly number[]): number;
    inv(p: number, ...parameters: readonly number[]): number;
  }
  const jstat: { readonly jStat: { readonly normal: Distribution; readonly studentt: Distribution } };
  export default jstat;
}
