/** Where the gateway has one key for many routes, the path says which of them is meant. */
import type middy from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { addressOf } from '../contract/addresses.ts';
import { isShared } from '../contract/route.ts';
import type { BoundRoute, Result } from './http-respond.ts';

/** Puts the key and the variables of the route itself into the request: what comes after cannot tell the difference. */
export function ownRoute(bound: readonly BoundRoute[]): middy.MiddlewareObj<APIGatewayProxyEventV2, Result> {
  const addresses = bound.map(({ key, route: { method, path } }) => ({ key, method, path }));
  return {
    before(request) {
      const { event } = request;
      if (!isShared(event.routeKey)) return;
      const { method } = event.requestContext.http;
      const meant = addressOf({ method, path: event.rawPath }, addresses);
      if (meant === undefined) return;
      request.event = { ...event, routeKey: meant.address.key, pathParameters: meant.values };
    },
  };
}
