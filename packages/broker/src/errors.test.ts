import { expect } from 'chai';
import { BrokerError, type BrokerErrorCode, brokerErrors } from './errors.ts';

describe('BrokerError', () => {
  it('has the status of each code', () => {
    for (const [code, { status }] of Object.entries(brokerErrors)) {
      expect(new BrokerError(code as BrokerErrorCode, 'x')).to.include({ code, status, message: 'x' });
    }
  });

  for (const code of ['QuotaExceeded', 'toString', undefined]) {
    it(`refuses the code ${String(code)}, and lists those that exist`, () => {
      expect(() => new BrokerError(code as never, 'x')).to.throw(
        TypeError,
        `"${String(code)}" is no code of a BrokerError. Write one of MalformedRequest, InvalidRequest, `,
      );
    });
  }
});
