/**
 * How every AWS client of the context behaves: give up early, so that a stalled call never eats a function's whole
 * time, and try three times with the SDK's jittered waits. Connections are kept open between invocations (the
 * SDK's default). Region, credentials and endpoint come from the environment of the function.
 */
export const houseSettings = {
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: 1000,
    requestTimeout: 3000,
    // Without this the SDK only prints a warning when the time is over.
    throwOnRequestTimeout: true,
  },
};
