/** The whole HTTP surface: every domain's contract. API Gateway's routes, the OpenAPI document and the client follow. */
import { callbacksContract } from './callbacks/callbacks/callbacks.contract.ts';
import { customersContract } from './customers/customers/customers.contract.ts';
import { platformContract } from './platform/platform.contract.ts';
import { staffContract } from './people/staff/staff.contract.ts';
import { answersContract } from './surveys/surveys/surveys.answer.contract.ts';
import { surveysContract } from './surveys/surveys/surveys.contract.ts';

export const contracts = {
  callbacks: callbacksContract,
  customers: customersContract,
  platform: platformContract,
  staff: staffContract,
  surveys: surveysContract,
  answers: answersContract,
};
