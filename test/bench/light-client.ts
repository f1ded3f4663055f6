import { Agent, request } from "node:http";

const agent = new Agent({ keepAlive: true });

/**
 * The body of an answer, or undefined where it is no success. Sends a POST where there is something to send. Not by
 * `fetch`, whose own work would be done on the cores that are measured, for longer than a route takes.
 */
export function exchange(url: string, sent?: { readonly json: string; readonly token?: string }) {
  return new Promise<string | undefined>((resolve, reject) => {
    const headers = sent && {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(sent.json),
      ...(sent.token === undefined ? {} : { authorization: `Bearer ${sent.token}` }),
    };
    const asked = request(url, { agent, method: sent ? "POST" : "GET", ...(headers && { headers }) }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.once("end", () => resolve(response.statusCode === 200 ? body : undefined));
      response.once("error", reject);
    });
    asked.once("error", reject);
    asked.end(sent?.json);
  });
}
