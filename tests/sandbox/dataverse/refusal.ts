/** An error as the Web API answers it: `{"error":{"code","message"}}` ("Compose HTTP requests and handle errors", Microsoft Learn). */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryAfter: number | undefined;

  constructor(status: number, code: string, message: string, retryAfter?: number) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

export const notFound = (logicalName: string, id: string): Refusal =>
  new Refusal(404, '0x80040217', `Entity '${logicalName}' With Id = ${id} Does Not Exist`);

export const bodyOf = (refusal: Refusal): object => ({ error: { code: refusal.code, message: refusal.message } });
