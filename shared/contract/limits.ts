/** What the API takes: set by the gateway's stage and the runtime, and told in the OpenAPI document. */
export const limits = {
  /** Requests in a second over all routes, and how many more may come at once. */
  requests: { rate: 500, burst: 1000 },
  /** The same for each public route: whoever has no token must not use up what the others need. */
  publicRequests: { rate: 100, burst: 200 },
  /** Larger bodies are refused, although the gateway would take 10 MB. */
  bodyBytes: 1024 * 1024,
  /** Rows of a batch that are not begun after this time are to be sent again; the function has ten seconds. */
  batchSeconds: 7,
  /** After how many seconds a request that found us too busy is worth another try. */
  retryAfterSeconds: 2,
} as const;

/** Headers that a browser of another origin may send and read, where the setting `corsOrigins` lets it. */
export const crossOriginHeaders = {
  sent: ['accept-language', 'authorization', 'content-type', 'idempotency-key', 'if-match'],
  read: ['etag', 'fields-left-alone', 'idempotent-replayed', 'retry-after'],
} as const;
