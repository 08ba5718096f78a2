/** Takes the place of `@aws-sdk/credential-provider-node` in every bundle: Lambda puts credentials into the environment. */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
