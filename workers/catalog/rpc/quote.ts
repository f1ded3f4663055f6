import { Code, ConnectError } from "@connectrpc/connect";

export async function quote(): Promise<never> {
  throw new ConnectError("Quotes are not implemented yet", Code.Unimplemented);
}
