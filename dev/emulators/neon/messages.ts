/** The frontend messages of Postgres's protocol 3 that the proxy sends, each ready to be written. */

const zero = Buffer.from([0]);

function cstring(text: string): Buffer {
  return Buffer.concat([Buffer.from(text), zero]);
}

function int16(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 4);
  return Buffer.concat([Buffer.from(type), int32(length), ...parts]);
}

export function startup(parameters: Readonly<Record<string, string>>): Buffer {
  const pairs = Object.entries(parameters).flatMap(([name, value]) => [cstring(name), cstring(value)]);
  const body = Buffer.concat([int32(196_608), ...pairs, zero]);
  return Buffer.concat([int32(body.length + 4), body]);
}

export const password = (text: string): Buffer => message("p", cstring(text));

export function saslInitial(mechanism: string, response: string): Buffer {
  const bytes = Buffer.from(response);
  return message("p", cstring(mechanism), int32(bytes.length), bytes);
}

export const saslResponse = (response: string): Buffer => message("p", Buffer.from(response));

export const parse = (name: string, text: string): Buffer => message("P", cstring(name), cstring(text), int16(0));
export const describeStatement = (name: string): Buffer => message("D", Buffer.from("S"), cstring(name));
export const closeStatement = (name: string): Buffer => message("C", Buffer.from("S"), cstring(name));

/** Binds the unnamed portal: every parameter and every column as text. */
export function bind(statement: string, parameters: readonly (string | null)[]): Buffer {
  const values = parameters.flatMap((value) => {
    if (value === null) return [int32(-1)];
    const bytes = Buffer.from(value);
    return [int32(bytes.length), bytes];
  });
  return message("B", zero, cstring(statement), int16(0), int16(parameters.length), ...values, int16(0));
}

export const execute = message("E", zero, int32(0));
export const sync = message("S");
export const terminate = message("X");

/** Goes over a connection of its own, and asks the server to stop what another one is doing. */
export function cancelRequest(processId: number, secretKey: number): Buffer {
  return Buffer.concat([int32(16), int32(80_877_102), int32(processId), int32(secretKey)]);
}
