/** Which key of the gateway leads to which routes, as the stacks are told. */
import * as contracts from '../../functions/contracts.ts';
import * as declarations from '../../functions/declarations.ts';
import { type GatewayKey, gatewayKeysOf, routesOf } from '../../shared/contract/route.ts';

const areaOf = new Map(Object.values(declarations).map(({ name, area }) => [name, area]));

export const gatewayKeys = gatewayKeysOf(routesOf(contracts), (domain) => areaOf.get(domain));

/** The key that leads to a route, e.g. `GET /surveys/{page+}` to `GET /surveys/{surveyId}`. */
export function gatewayKeyOf(routeKey: string): GatewayKey {
  const found =
    gatewayKeys.find(({ key }) => key === routeKey) ??
    gatewayKeys.find(({ routes }) => routes.some(({ key }) => key === routeKey));
  if (found === undefined) throw new Error(`No key of the gateway leads to ${routeKey}`);
  return found;
}
