/**
 * Functions of the gamma family, for models of counts and amounts.
 */

/** The coefficients of Lanczos’s approximation for g = 7 and nine terms, as Godfrey has reckoned them (2001). */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** The natural logarithm of the gamma function of a positive number, to some 14 digits. */
export function logGamma(x: number): number {
  const [first = 0, ...others] = lanczos;
  const sum = others.reduce((total, coefficient, index) => total + coefficient / (x + index), first);
  const scale = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(scale) - scale + Math.log(sum);
}

/** Beyond this a sum is taken down, so that it never overflows. */
const large = 1e200;

/** (1 − z)^power · ₂F₁(a, b; c; z), for 0 ≤ z < 1: Gauss’s function by its series, together with what keeps it in bounds. */
export function hypergeometric(
  { a, b, c }: { readonly a: number; readonly b: number; readonly c: number },
  z: number,
  power = 0,
): number {
  let [term, sum, scale] = [1, 1, power * Math.log1p(-z)];
  for (let index = 0; index < 100_000 && Math.abs(term) > 1e-14 * Math.abs(sum); index += 1) {
    term *= (((a + index) * (b + index)) / ((c + index) * (index + 1))) * z;
    sum += term;
    if (Math.abs(sum) > large) {
      term /= large;
      sum /= large;
      scale += Math.log(large);
    }
  }
  return sum * Math.exp(scale);
}
